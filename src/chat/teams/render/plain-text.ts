/**
 * Text of a message in Teams, in which nothing that people typed can do anything: no mention, no link, no formatting.
 * Sources: learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages (`plain` is shown as it is), and its page on mentions.
 */
import { readable } from '../../readable.ts'

/** A word joiner: not seen, and what it stands in is no mark-up any more. Typed ones are made visible by `readable`. */
const JOINER = '\u2060'

/** For `textFormat: 'plain'`; what some client might still look for is broken up besides. */
export function plainText(words: string): string {
  return (
    unlinked(readable(words))
      // `&lt;at&gt;` would be a mention to whoever decodes once too often.
      .replace(/<(?=[a-z!/?])/gi, `<${JOINER}`)
      .replace(/&(?=#?[a-z0-9]+;)/gi, `&${JOINER}`)
  )
}

/** For `textFormat: 'xml'`, which mentions need. */
export function xmlText(words: string): string {
  return unlinked(readable(words))
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replaceAll('\n', '<br/>')
}

/** Clients make a link of whatever looks like one. */
function unlinked(words: string): string {
  return words
    .replace(/:(?=\/\/)/g, `:${JOINER}`)
    .replace(/\b(?:mailto|tel|sip|msteams):/gi, (found) => `${found}${JOINER}`)
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}${JOINER}.`)
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
