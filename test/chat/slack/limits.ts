/** Slack's published limits of Block Kit, as a judge of what we draw. Source: docs.slack.dev/reference/block-kit, and bolt-js issue 2509. */

type Json = Record<string, unknown>

const MOST = { message: 50, modal: 100, home: 100 }
/** Slack refuses at about 13,200 characters; ours stay below this. */
const LARGEST_MESSAGE = 12_000

/** Every limit that is not kept, as `path: what`. */
export function limitFaults(blocks: readonly unknown[], surface: keyof typeof MOST = 'message'): string[] {
  const faults: string[] = []
  const fault = (path: string, what: string): number => faults.push(`${path}: ${what}`)
  if (blocks.length === 0 || blocks.length > MOST[surface]) fault('blocks', `${blocks.length} blocks`)
  if (surface === 'message' && JSON.stringify(blocks).length >= LARGEST_MESSAGE)
    fault('blocks', `${JSON.stringify(blocks).length} characters`)
  const ids = blocks.flatMap((block) => ((block as Json)['block_id'] === undefined ? [] : [(block as Json)['block_id']]))
  if (new Set(ids).size !== ids.length) fault('blocks', 'a block_id stands twice')
  blocks.forEach((block, index) => judgeBlock(block as Json, `blocks[${index}]`, fault))
  return faults
}

/** What a person typed must not be able to do anything. A button's value is for us alone, and nobody sees it. */
export function liveMarks(value: unknown): string[] {
  const text = JSON.stringify(value, (key, each: unknown) => (key === 'value' ? undefined : each))
  return [...text.matchAll(/<[!@#][A-Za-z0-9^|-]*>|<https?:[^>]*>|https?:\/\/evil/g)].map(([found]) => found)
}

type Fault = (path: string, what: string) => number

function judgeBlock(block: Json, path: string, fault: Fault): void {
  const text = (key: string, limit: number): void => judgeText(block[key], `${path}.${key}`, limit, fault)
  if (typeof block['block_id'] === 'string' && block['block_id'].length > 255) fault(path, 'block_id')
  switch (block['type']) {
    case 'header':
      return text('text', 150)
    case 'section': {
      if (block['text'] === undefined && block['fields'] === undefined) fault(path, 'neither text nor fields')
      if (block['text'] !== undefined) text('text', 3000)
      const fields = (block['fields'] ?? []) as Json[]
      if (fields.length > 10) fault(path, `${fields.length} fields`)
      return fields.forEach((field, index) => judgeText(field, `${path}.fields[${index}]`, 2000, fault))
    }
    case 'context': {
      const elements = block['elements'] as Json[]
      if (elements.length === 0 || elements.length > 10) fault(path, `${elements.length} elements`)
      return elements.forEach((element, index) => judgeText(element, `${path}.elements[${index}]`, 3000, fault))
    }
    case 'divider':
      return
    case 'actions': {
      const elements = block['elements'] as Json[]
      if (elements.length === 0 || elements.length > 25) fault(path, `${elements.length} elements`)
      const ids = elements.map((element) => element['action_id'])
      if (new Set(ids).size !== ids.length) fault(path, 'an action_id stands twice')
      return elements.forEach((element, index) => judgeButton(element, `${path}.elements[${index}]`, fault))
    }
    case 'input':
      text('label', 2000)
      if (block['hint'] !== undefined) text('hint', 2000)
      return judgeInput(block['element'] as Json, `${path}.element`, fault)
    default:
      fault(path, `unknown block ${String(block['type'])}`)
  }
}

function judgeText(value: unknown, path: string, limit: number, fault: Fault): void {
  const { type, text } = (value ?? {}) as { type?: string; text?: string }
  if (type !== 'plain_text' && type !== 'mrkdwn') fault(path, `no text object (${String(type)})`)
  if (typeof text !== 'string' || text.length === 0) fault(path, 'empty')
  else if (text.length > limit) fault(path, `${text.length} characters of ${limit}`)
}

function judgeButton(button: Json, path: string, fault: Fault): void {
  judgeText(button['text'], `${path}.text`, 75, fault)
  if (String(button['value']).length > 2000) fault(path, 'value')
  if (String(button['action_id']).length > 255) fault(path, 'action_id')
  const confirm = button['confirm'] as Json | undefined
  if (!confirm) return
  judgeText(confirm['title'], `${path}.confirm.title`, 100, fault)
  judgeText(confirm['text'], `${path}.confirm.text`, 300, fault)
  judgeText(confirm['confirm'], `${path}.confirm.confirm`, 30, fault)
  judgeText(confirm['deny'], `${path}.confirm.deny`, 30, fault)
}

function judgeInput(element: Json, path: string, fault: Fault): void {
  if (String(element['action_id']).length > 255) fault(path, 'action_id')
  const { initial_value: initial } = element
  if (initial !== undefined && (typeof initial !== 'string' || initial.length > 3000 || initial === '')) fault(path, 'initial_value')
  const options = (element['options'] ?? []) as Json[]
  if (element['type'] === 'static_select' && (options.length === 0 || options.length > 100)) fault(path, `${options.length} options`)
  for (const option of [...options, ...((element['initial_options'] ?? []) as Json[])]) {
    judgeText(option['text'], `${path}.option`, 75, fault)
    if (String(option['value']).length > 150 || option['value'] === '') fault(path, 'option value')
  }
}
