/** What nothing that is given to Slack may be: whatever people typed is to be read and nothing else, and no update may take a card's blocks away. */
import type { ApiCall } from './stand-in/call.ts'

type Json = Record<string, unknown>

/** A call of Slack's Web API, or with any other name for `method` an answer to what Slack sent. */
export type Posted = Pick<ApiCall, 'n' | 'method' | 'args' | 'answer'>

/** The only link that we make: to a message of this workspace. */
const OUR_LINK = /<https:\/\/contoso\.slack\.com\/archives\/[A-Z0-9]+(?:\/p\d+)?\|[^<>|]*>/g
const REFUSED_FOR_CONTENT = new Set([
  'invalid_blocks',
  'invalid_arguments',
  'msg_blocks_too_long',
  'msg_too_long',
  'missing_scope',
  'unknown_method',
  'no_text',
])
/** Come back to us and are never shown; `initial_value` stands in a field, where it can be changed, as it is. */
const NEVER_SHOWN = new Set(['initial_value', 'value', 'private_metadata', 'callback_id', 'action_id', 'block_id', 'trigger_id', 'cursor'])

export function postedFaults(posted: readonly Posted[]): string[] {
  return posted.flatMap((each) => faultsOf(each).map((fault) => `call ${each.n}, ${each.method}: ${fault}`))
}

function faultsOf({ method, args, answer }: Posted): string[] {
  const faults = stringsIn(args).flatMap(stringFaults)
  if (answer?.ok === false && REFUSED_FOR_CONTENT.has(answer.error ?? '')) faults.push(`refused: ${JSON.stringify(answer)}`)
  if (method === 'chat.update' && !(Array.isArray(args['blocks']) && args['blocks'].length > 0))
    faults.push('an update without blocks takes them away')
  if (method === 'chat.postMessage' && args['unfurl_links'] !== 'false') faults.push('links may be unfurled')
  if (args['link_names'] === 'true' || args['parse'] === 'full') faults.push('names are made mentions')
  const name = args['filename']
  if (name !== undefined && !(typeof name === 'string' && /^[\w.-]{1,100}$/.test(name)))
    faults.push(`a file with the name ${JSON.stringify(name)}`)
  return faults
}

interface Found {
  text: string
  /** Of the text object that it stands in; undefined where Slack reads mark-up and looks for links. */
  type?: string
  verbatim?: boolean
}

/** Every text that somebody may be shown, wherever it stands. */
function stringsIn(node: unknown, type?: string, verbatim?: boolean): Found[] {
  if (typeof node === 'string') return [{ text: node, ...(type !== undefined && { type }), ...(verbatim !== undefined && { verbatim }) }]
  if (Array.isArray(node)) return node.flatMap((each) => stringsIn(each, type, verbatim))
  if (typeof node !== 'object' || node === null) return []
  const object = node as Json
  const kind = object['type'] === 'plain_text' || object['type'] === 'mrkdwn' ? object['type'] : undefined
  return Object.entries(object).flatMap(([name, value]) => {
    if (NEVER_SHOWN.has(name)) return []
    // Faults at the fields of a form are read literally.
    if (name === 'errors') return stringsIn(value, 'plain_text')
    return kind === undefined || name !== 'text' ? stringsIn(value, type, verbatim) : stringsIn(value, kind, object['verbatim'] === true)
  })
}

function stringFaults({ text, type, verbatim }: Found): string[] {
  if (type === 'plain_text') return /<[!@#]/.test(text) || hasLink(text) ? [`some client might read: ${text}`] : []
  const looked = type === 'mrkdwn' && verbatim !== true ? [`names and links are looked for in: ${text}`] : []
  return [...live(text), ...looked, ...(type === 'mrkdwn' ? brokenOut(text) : [])]
}

/** What Slack would act upon in a text that it reads as mark-up. */
function live(words: string): string[] {
  const rest = words.replaceAll(OUR_LINK, '')
  const faults: string[] = []
  if (/[<>]/.test(rest)) faults.push(`not escaped: ${words}`)
  if (/&(?!amp;|lt;|gt;)/.test(rest)) faults.push(`an ampersand that is not escaped: ${words}`)
  if (hasLink(rest)) faults.push(`a link: ${words}`)
  return faults
}

function hasLink(words: string): boolean {
  return words.includes('://') || /mailto:(?!\u2060)/i.test(words)
}

/** A block of code ends where it should, and outside of it there is no mark but the bold of a whole line. */
function brokenOut(words: string): string[] {
  const code = /^```\n([\s\S]*)\n```$/.exec(words)?.[1]
  if (code !== undefined) return code.includes('```') ? [`a block of code ends early: ${words}`] : []
  const inside = words.replaceAll(OUR_LINK, '').replace(/^\*(.+)\*$/gm, '$1')
  return /[*`~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u.test(inside) ? [`marks are read in: ${words}`] : []
}
