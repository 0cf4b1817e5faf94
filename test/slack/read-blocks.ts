/** Block Kit as people read it: text line by line, without marks; buttons; forms. */

type Json = Record<string, unknown>

export interface FoundButton {
  blockId: string
  element: { type: 'button'; action_id: string; value?: string; text: { text: string }; confirm?: AskedFirst }
}

/** What Slack asks before it passes a press on. */
export interface AskedFirst {
  title: { text: string }
  text: { text: string }
  confirm: { text: string }
}

export function linesOf(blocks: readonly Json[]): string[] {
  return blocks
    .flatMap((block) => {
      const fields = ((block['fields'] ?? []) as Json[]).map((field) => readable(field).replace('\n', ': '))
      const elements = block['type'] === 'context' ? (block['elements'] as Json[]).map(readable) : []
      const texts = block['text'] === undefined ? [] : [readable(block['text'] as Json)]
      return [...texts, ...fields, ...elements].flatMap((text) => text.split('\n'))
    })
    .map(withoutMark)
    .filter((line) => line !== '' && line !== '```')
}

/** What stands there for eyes: escapes undone, the star of our own bold and the joiners that break links taken away. */
export function readable({ type, text }: Json): string {
  const words = String(text).replaceAll('\u2060', '')
  return type === 'mrkdwn' ? unescaped(words.replace(/^\*(.*)\*$/gm, '$1')) : words
}

export function unescaped(text: string): string {
  return text.replaceAll('\u2060', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** The sign before a line is for eyes; a rule is about its words. */
export function withoutMark(line: string): string {
  return line.replace(/^(?:[✓✗▲⇥○◌◔▶–]|ℹ\ufe0e)+\s+/u, '').trim()
}

export function buttonsIn(blocks: readonly Json[]): FoundButton[] {
  return blocks
    .filter(({ type }) => type === 'actions')
    .flatMap(({ block_id, elements }) =>
      (elements as Json[])
        .filter(({ type }) => type === 'button')
        .map((element) => ({ blockId: String(block_id), element: element as FoundButton['element'] })),
    )
}

export interface FoundInput {
  blockId: string
  label: string
  element: Json & { type: string; action_id: string }
}

export function inputsIn(blocks: readonly Json[]): FoundInput[] {
  return blocks
    .filter(({ type }) => type === 'input')
    .map(({ block_id, label, element }) => ({
      blockId: String(block_id),
      label: readable(label as Json),
      element: element as FoundInput['element'],
    }))
}

/** What stands in a field before anybody touches it. */
export function initialOf({ element }: FoundInput): string | undefined {
  const option = element['initial_option'] as { value: string } | undefined
  const options = element['initial_options'] as { value: string }[] | undefined
  return (element['initial_value'] as string | undefined) ?? option?.value ?? options?.map(({ value }) => value).join(', ')
}

/** `view.state.values` for what is written, by block; a field that nobody touched keeps what stands in it. */
export function stateOf(inputs: readonly FoundInput[], written: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    inputs.map((input) => {
      const { blockId, element } = input
      return [blockId, { [element.action_id]: fieldState(element, written[blockId] ?? initialOf(input)) }]
    }),
  )
}

function fieldState(element: FoundInput['element'], value: string | undefined): Json {
  const option = (each: string): Json => ({ text: { type: 'plain_text', text: each, emoji: false }, value: each })
  switch (element.type) {
    case 'static_select':
    case 'external_select':
      return { type: element.type, selected_option: value === undefined ? null : option(value) }
    case 'multi_external_select':
    case 'checkboxes':
      return {
        type: element.type,
        selected_options: (value ?? '')
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean)
          .map(option),
      }
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type: element.type, value: value ?? null }
    default:
      throw new Error(`nobody can fill in a ${element.type}`)
  }
}
