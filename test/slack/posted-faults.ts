import type { ApiCall } from './stand-in/call.ts'

type Json = Record<string, unknown>

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

/** What no call to Slack may ever be: whatever people typed is to be read and nothing else, and no update may take a card's blocks away. */
export function postedFaults(calls: readonly ApiCall[]): string[] {
  return calls.flatMap((call) => faultsOf(call).map((fault) => `call ${call.n}, ${call.method}: ${fault}`))
}

function faultsOf({ method, args, answer }: ApiCall): string[] {
  const faults: string[] = []
  if (answer?.ok === false && REFUSED_FOR_CONTENT.has(answer.error ?? '')) faults.push(`refused: ${JSON.stringify(answer)}`)
  if (method === 'chat.update' && !(Array.isArray(args['blocks']) && args['blocks'].length > 0))
    faults.push('an update without blocks takes them away')
  if (method === 'chat.postMessage' && args['unfurl_links'] !== 'false') faults.push('links may be unfurled')
  if (args['link_names'] === 'true' || args['parse'] === 'full') faults.push('names are made mentions')
  for (const name of ['text', 'initial_comment']) if (typeof args[name] === 'string') faults.push(...live(args[name]))
  for (const place of [args['blocks'], args['view']]) faults.push(...textsIn(place).flatMap(textFaults))
  return faults
}

function textFaults({ type, text, verbatim }: Json): string[] {
  const words = String(text)
  if (type === 'plain_text') return /<[!@#]|:\/\//.test(words) ? [`some client might read: ${words}`] : []
  return [...live(words), ...(verbatim === true ? [] : [`names and links are looked for in: ${words}`])]
}

/** What Slack would act upon in a text that it reads as mrkdwn. */
function live(words: string): string[] {
  const rest = words.replaceAll(OUR_LINK, '')
  const faults: string[] = []
  if (/[<>]/.test(rest)) faults.push(`not escaped: ${words}`)
  if (/&(?!amp;|lt;|gt;)/.test(rest)) faults.push(`an ampersand that is not escaped: ${words}`)
  if (rest.includes('://') || /mailto:(?!\u2060)/i.test(rest)) faults.push(`a link: ${words}`)
  return faults
}

/** Every text object, wherever it stands. */
function textsIn(node: unknown): Json[] {
  if (Array.isArray(node)) return node.flatMap(textsIn)
  if (typeof node !== 'object' || node === null) return []
  const { type, text } = node as Json
  const itself = (type === 'plain_text' || type === 'mrkdwn') && typeof text === 'string' ? [node as Json] : []
  return [...itself, ...Object.values(node).flatMap(textsIn)]
}
