/** The thread's lines as messages: plain text, several lines to a message where they wait together, a long line over several messages. */
import type { SaidLine } from '../../words/said-view.ts'
import { sayInstant } from '../../text/instant.ts'
import { escaped } from '../slack/render/text.ts'

export interface LineMessage {
  text: string
  /** `n` of the lines that are whole once this message is posted. */
  ends: number[]
}

/** Slack recommends at most 4,000 characters of text. */
const LONGEST = 3500
const MOST_LINES = 20

export function lineMessages(lines: readonly SaidLine[]): LineMessage[] {
  const messages: LineMessage[] = []
  let count = 0
  for (const line of lines) {
    const pieces = inPieces(
      escaped(`${timeOf(line.at)}  ${line.stands === 'out' ? '▲ ' : ''}${line.text}${line.head === undefined ? '' : `\n${line.head}`}`),
    )
    pieces.forEach((piece, index) => {
      const last = messages.at(-1)
      const joins = last !== undefined && pieces.length === 1 && count < MOST_LINES && last.text.length + piece.length < LONGEST
      if (!joins) {
        messages.push({ text: piece, ends: [] })
        count = 0
      } else last.text = `${last.text}\n${piece}`
      count++
      if (index === pieces.length - 1) messages.at(-1)?.ends.push(line.n)
    })
  }
  return messages
}

/** `03:42:10 UTC` */
function timeOf(at: string): string {
  return sayInstant(at).slice(11)
}

/** Cut between characters and never inside an escape. */
function inPieces(text: string): string[] {
  if (text.length <= LONGEST) return [text]
  const pieces: string[] = []
  let piece = ''
  for (const part of text.match(/&(?:amp|lt|gt);|[\s\S]/gu) ?? []) {
    if (piece.length + part.length > LONGEST) {
      pieces.push(piece)
      piece = '… '
    }
    piece += part
  }
  return [...pieces, piece]
}
