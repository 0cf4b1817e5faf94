/**
 * What Slack takes of Block Kit, as its reference gives the numbers (docs.slack.dev/reference/block-kit; the sum of a message's
 * characters from bolt-js issue 2509, where Slack's own staff could name no document for it). A block that is not listed is refused.
 */
interface TextObject {
  type: string
  text: string
}

type Json = Record<string, unknown>

export type Surface = 'message' | 'modal' | 'home'

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 }
/** Slack's own is about 13,200. */
const MESSAGE_CHARACTERS = 13_200
const VIEW_BYTES = 250_000

/** Every breach, with where it is; none: Slack takes it. */
export function blockKitFaults(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ['blocks is no list']
  const faults: string[] = []
  if (blocks.length > MOST_BLOCKS[surface]) faults.push(`${blocks.length} blocks; ${MOST_BLOCKS[surface]} fit`)
  const ids = blocks.flatMap((block) => (typeof (block as Json)['block_id'] === 'string' ? [String((block as Json)['block_id'])] : []))
  if (new Set(ids).size < ids.length) faults.push('two blocks have one block_id')
  blocks.forEach((block, index) => faults.push(...blockFaults(block as Json, surface).map((fault) => `block ${index}: ${fault}`)))
  const actions = found(blocks, (each) => typeof each['action_id'] === 'string')
  const perBlock = blocks.map((block) => found(block, (each) => typeof each['action_id'] === 'string').map((each) => each['action_id']))
  for (const named of perBlock) if (new Set(named).size < named.length) faults.push('two elements of a block have one action_id')
  for (const { action_id } of actions) if (String(action_id).length > 255) faults.push('an action_id is longer than 255')
  if (surface === 'message') {
    const sum = JSON.stringify(blocks).length
    if (sum > MESSAGE_CHARACTERS) faults.push(`msg_blocks_too_long: ${sum} characters`)
  }
  return faults
}

/** A modal or a home tab with its own fields. */
export function viewFaults(view: Json): string[] {
  const surface = view['type'] === 'home' ? 'home' : 'modal'
  const faults = blockKitFaults(view['blocks'], surface)
  if (surface === 'modal') {
    faults.push(...textFaults('title', view['title'], 24, 'plain_text'))
    for (const name of ['submit', 'close']) if (view[name] !== undefined) faults.push(...textFaults(name, view[name], 24, 'plain_text'))
    const inputs = found(view['blocks'], ({ type }) => type === 'input')
    if (inputs.length > 0 && view['submit'] === undefined) faults.push('a modal with inputs has no submit')
  }
  if (lengthOf(view['private_metadata']) > 3000) faults.push('private_metadata is longer than 3000')
  if (lengthOf(view['callback_id']) > 255) faults.push('callback_id is longer than 255')
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) faults.push('view_too_large')
  return faults
}

function blockFaults(block: Json, surface: Surface): string[] {
  if (lengthOf(block['block_id']) > 255) return ['block_id is longer than 255']
  switch (block['type']) {
    case 'divider':
      return []
    case 'header':
      return textFaults('text', block['text'], 150, 'plain_text')
    case 'section': {
      const fields = (block['fields'] ?? []) as unknown[]
      return [
        ...(block['text'] === undefined && fields.length === 0 ? ['a section has neither text nor fields'] : []),
        ...(block['text'] === undefined ? [] : textFaults('text', block['text'], 3000)),
        ...(fields.length > 10 ? [`${fields.length} fields; 10 fit`] : []),
        ...fields.flatMap((field) => textFaults('field', field, 2000)),
        ...(block['accessory'] === undefined ? [] : elementFaults(block['accessory'] as Json)),
      ]
    }
    case 'context': {
      const elements = block['elements'] as unknown[]
      return [
        ...(elements.length > 10 || elements.length === 0 ? [`${elements.length} elements; 1 to 10 fit`] : []),
        ...elements.flatMap((element) => textFaults('element', element, 2000)),
      ]
    }
    case 'actions': {
      const elements = block['elements'] as Json[]
      return [
        ...(elements.length > 25 || elements.length === 0 ? [`${elements.length} elements; 1 to 25 fit`] : []),
        ...elements.flatMap(elementFaults),
      ]
    }
    case 'input':
      return [
        ...(surface === 'message' ? ['an input in a message'] : []),
        ...textFaults('label', block['label'], 2000, 'plain_text'),
        ...(block['hint'] === undefined ? [] : textFaults('hint', block['hint'], 2000, 'plain_text')),
        ...elementFaults(block['element'] as Json),
      ]
    default:
      return [`a block of the type ${String(block['type'])}`]
  }
}

function elementFaults(element: Json): string[] {
  const options = (element['options'] ?? []) as Json[]
  const placeholder = element['placeholder'] === undefined ? [] : textFaults('placeholder', element['placeholder'], 150, 'plain_text')
  switch (element['type']) {
    case 'button':
      return [
        ...textFaults('button', element['text'], 75, 'plain_text'),
        ...(lengthOf(element['value']) > 2000 ? ['a button value is longer than 2000'] : []),
        ...(lengthOf(element['url']) > 3000 ? ['a button url is longer than 3000'] : []),
        ...(['primary', 'danger', undefined].includes(element['style'] as string | undefined)
          ? []
          : ['a style that is neither primary nor danger']),
        ...(element['confirm'] === undefined ? [] : confirmFaults(element['confirm'] as Json)),
      ]
    case 'email_text_input':
    case 'url_text_input':
    case 'plain_text_input':
      return [
        ...placeholder,
        ...(Number(element['max_length'] ?? 3000) > 3000 ? ['max_length is over 3000'] : []),
        ...(lengthOf(element['initial_value']) > Number(element['max_length'] ?? 3000) ? ['initial_value is longer than max_length'] : []),
      ]
    case 'static_select':
      return [
        ...placeholder,
        ...(options.length > 100 || options.length === 0 ? [`${options.length} options; 1 to 100 fit`] : []),
        ...options.flatMap(optionFaults),
        ...unknownOption(element['initial_option'] as Json | undefined, options),
      ]
    case 'external_select':
    case 'multi_external_select':
      return [
        ...placeholder,
        ...[element['initial_option'], ...((element['initial_options'] ?? []) as unknown[])]
          .filter(Boolean)
          .flatMap((each) => optionFaults(each as Json)),
      ]
    case 'checkboxes':
    case 'radio_buttons':
      return [
        ...(options.length > 10 || options.length === 0 ? [`${options.length} options; 1 to 10 fit`] : []),
        ...options.flatMap(optionFaults),
      ]
    default:
      return [`an element of the type ${String(element['type'])}`]
  }
}

function optionFaults(option: Json): string[] {
  const length = lengthOf(option['value'])
  return [
    ...textFaults('option', option['text'], 75),
    ...(length > 150 || length === 0 ? ['an option value is empty or longer than 150'] : []),
  ]
}

function unknownOption(initial: Json | undefined, options: Json[]): string[] {
  const known = initial === undefined || options.some((option) => JSON.stringify(option) === JSON.stringify(initial))
  return known ? [] : ['initial_option is none of the options']
}

function confirmFaults(confirm: Json): string[] {
  return [
    ...textFaults('confirm title', confirm['title'], 100, 'plain_text'),
    ...textFaults('confirm text', confirm['text'], 300),
    ...textFaults('confirm button', confirm['confirm'], 30, 'plain_text'),
    ...textFaults('deny button', confirm['deny'], 30, 'plain_text'),
  ]
}

function textFaults(name: string, given: unknown, limit: number, only?: 'plain_text'): string[] {
  const text = given as TextObject | undefined
  if (typeof text?.text !== 'string' || !['plain_text', 'mrkdwn'].includes(text.type)) return [`${name} is no text`]
  if (only !== undefined && text.type !== only) return [`${name} is not ${only}`]
  if (text.text.length === 0) return [`${name} is empty`]
  return text.text.length > limit ? [`${name} has ${text.text.length} characters; ${limit} fit`] : []
}

function found(node: unknown, fits: (each: Json) => boolean): Json[] {
  if (Array.isArray(node)) return node.flatMap((each) => found(each, fits))
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.values(node).flatMap((value) => found(value, fits))
  return fits(node as Json) ? [node as Json, ...inside] : inside
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0
}
