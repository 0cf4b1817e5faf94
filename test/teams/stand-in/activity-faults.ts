/** What is wrong with a message that a bot sends to Teams. */
import { cardFaults, sizeFault } from './card-faults.ts'

type Json = Record<string, unknown>

/** Of the whole payload, in the two bytes that UTF-16 has for most characters. */
const LARGEST = 100 * 1024

export const CARD = 'application/vnd.microsoft.card.adaptive'
export const FILE_CONSENT = 'application/vnd.microsoft.teams.card.file.consent'
export const FILE_INFO = 'application/vnd.microsoft.teams.card.file.info'

/** What botbuilder sends of an activity; Teams reads the half of it. */
const FIELDS = new Set(
  [
    'type id timestamp localTimestamp localTimezone callerId serviceUrl channelId from conversation recipient textFormat attachmentLayout',
    'membersAdded membersRemoved reactionsAdded reactionsRemoved topicName historyDisclosed locale text speak inputHint summary',
    'suggestedActions attachments entities channelData action replyToId label valueType value name relatesTo code expiration importance',
    'deliveryMode listenFor textHighlights semanticAction',
  ].flatMap((names) => names.split(' ')),
)

export function isTooLarge(body: Json): boolean {
  return JSON.stringify(body).length * 2 > LARGEST
}

/** Cards that Teams takes and older clients do not show. */
export function sizeFaults({ attachments }: Json): string[] {
  return ((Array.isArray(attachments) ? attachments : []) as Json[]).flatMap(({ content }) => sizeFault(content) ?? [])
}

/** Every breach; none: Teams takes it and shows it as it was meant. */
export function activityFaults(body: Json): string[] {
  if (body['type'] !== 'message') return [`an activity of the type ${String(body['type'])} is not sent`]
  const attachments = Array.isArray(body['attachments']) ? (body['attachments'] as Json[]) : []
  const text = body['text'] ?? ''
  const faults = Object.keys(body).flatMap((name) => (FIELDS.has(name) ? [] : [`an activity has no field ${name}`]))
  if (typeof text !== 'string') return [...faults, 'text is no text']
  if (text.trim() === '' && attachments.length === 0) faults.push('the message is empty')
  if (attachments.length > 1) faults.push(`${attachments.length} attachments: one card a message`)
  if (attachments.length > 0 && text === '' && !isText(body['summary']))
    faults.push('a card without a summary: its notification says nothing')
  if (text !== '') faults.push(...textFaults(text, body))
  return [...faults, ...attachments.flatMap(attachmentFaults)]
}

/** What people see of a text: `&lt;` is read in `xml` only. */
export function shownText(text: string, format: unknown): string {
  // A word joiner is not seen.
  const unnamed = text.replace(/<\/?at>|\u2060/g, '')
  if (format !== 'xml') return unnamed
  return unnamed
    .replace(/<br ?\/?>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** Where nothing else is said, Teams reads Markdown: in a line that people typed into, it would be made bold, or a link. */
function textFaults(text: string, { textFormat, entities }: Json): string[] {
  const faults =
    textFormat === 'plain' || textFormat === 'xml' ? [] : [`textFormat ${String(textFormat)} reads Markdown into what people typed`]
  const mentions = (Array.isArray(entities) ? (entities as Json[]) : []).filter(({ type }) => type === 'mention')
  let rest = text
  for (const mention of mentions) {
    const written = String(mention['text'])
    const { id, name } = (mention['mentioned'] ?? {}) as Json
    if (!/^(29|28):/.test(String(id)) || !isText(name)) faults.push(`a mention of ${String(id)} names nobody`)
    if (!/^<at>[^<>]+<\/at>$/.test(written)) faults.push(`a mention is written ${written}`)
    if (rest.includes(written)) rest = rest.replace(written, '')
    else faults.push(`the mention ${written} does not stand in the text`)
  }
  if (/<\/?at\b/i.test(rest)) faults.push('the text mentions somebody without an entity')
  const markup = (textFormat === 'xml' ? rest.replace(/<br ?\/?>/g, '') : rest).match(/<[a-z!/][^>]*>?/i)?.[0]
  if (markup !== undefined) faults.push(`the text holds ${markup}, which Teams reads as HTML`)
  return faults
}

function attachmentFaults({ contentType, content }: Json): string[] {
  switch (contentType) {
    case CARD:
      return cardFaults(content)
    case FILE_CONSENT: {
      const { description, sizeInBytes, acceptContext, declineContext } = (content ?? {}) as Json
      const whole = isText(description) && Number.isInteger(sizeInBytes) && isObject(acceptContext) && isObject(declineContext)
      return whole ? [] : ['a file is offered without its description, its size or what comes back with the answer']
    }
    case FILE_INFO: {
      const { uniqueId, fileType } = (content ?? {}) as Json
      return isText(uniqueId) && isText(fileType) ? [] : ['a file is shown without its id or its type']
    }
    default:
      return [`Teams shows no attachment of the type ${String(contentType)}`]
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
