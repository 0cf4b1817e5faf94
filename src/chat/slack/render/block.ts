/** The few blocks of Block Kit that we draw with. Limits: docs.slack.dev/reference/block-kit. */
import { escaped, plain, plainLine, unmarked } from './text.ts'

export interface PlainText {
  type: 'plain_text'
  text: string
  emoji: false
}

export interface Mrkdwn {
  type: 'mrkdwn'
  text: string
  verbatim: true
}

export interface Confirm {
  title: PlainText
  text: PlainText
  confirm: PlainText
  deny: PlainText
  style?: 'primary' | 'danger'
}

export interface ButtonElement {
  type: 'button'
  action_id: string
  text: PlainText
  value: string
  style?: 'primary' | 'danger'
  confirm?: Confirm
}

export interface Option {
  text: PlainText
  value: string
}

export type InputElement =
  | {
      type: 'plain_text_input'
      action_id: string
      multiline?: boolean
      initial_value?: string
      max_length: number
      focus_on_load?: boolean
      placeholder?: PlainText
    }
  | { type: 'email_text_input' | 'url_text_input'; action_id: string; initial_value?: string; focus_on_load?: boolean }
  | { type: 'static_select'; action_id: string; options: Option[]; initial_option?: Option; focus_on_load?: boolean }
  | { type: 'external_select'; action_id: string; min_query_length: 0; initial_option?: Option; focus_on_load?: boolean }
  | { type: 'multi_external_select'; action_id: string; min_query_length: 0; initial_options?: Option[]; focus_on_load?: boolean }
  | { type: 'checkboxes'; action_id: string; options: Option[]; initial_options?: Option[]; focus_on_load?: boolean }

export type Block =
  | { type: 'header'; block_id?: string; text: PlainText }
  | { type: 'section'; block_id?: string; text?: PlainText | Mrkdwn; fields?: PlainText[] }
  | { type: 'context'; block_id?: string; elements: (PlainText | Mrkdwn)[] }
  | { type: 'divider'; block_id?: string }
  | { type: 'actions'; block_id?: string; elements: ButtonElement[] }
  | {
      type: 'input'
      block_id: string
      label: PlainText
      hint?: PlainText
      optional: boolean
      dispatch_action?: true
      element: InputElement
    }

/** `title` at most 24 characters, as well as both buttons. */
export interface Modal {
  type: 'modal'
  callback_id: string
  private_metadata: string
  title: PlainText
  submit?: PlainText
  close: PlainText
  blocks: Block[]
}

export function plainText(words: string, limit: number): PlainText {
  return { type: 'plain_text', text: plainLine(words, limit), emoji: false }
}

export function header(words: string): Block {
  return { type: 'header', text: plainText(words, 150) }
}

/** Several lines, read literally. */
export function section(words: string): Block {
  return { type: 'section', text: { type: 'plain_text', text: plain(words.trim() || '–', 3000), emoji: false } }
}

/** Our own words in bold, line by line, because bold ends with its line; people's are escaped all the same. */
export function strong(words: string): Block {
  const lines = escaped(unmarked(words.trim()), 2800).split(/\n+/).slice(0, 50)
  return { type: 'section', text: { type: 'mrkdwn', text: lines.map((line) => `*${line.trim() || '–'}*`).join('\n'), verbatim: true } }
}

export function context(...lines: string[]): Block {
  return { type: 'context', elements: lines.slice(0, 10).map((words) => plainText(words, 2000)) }
}

/** Names and values, ten to a section. */
export function rowSections(rows: { name: string; value: string }[]): Block[] {
  const fields = rows.map(({ name, value }): PlainText => ({ type: 'plain_text', text: plain(`${name}\n${value}`, 2000), emoji: false }))
  return Array.from({ length: Math.ceil(fields.length / 10) }, (_, index) => ({
    type: 'section' as const,
    fields: fields.slice(index * 10, index * 10 + 10),
  }))
}
