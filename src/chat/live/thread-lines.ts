/** The thread's lines as messages: several lines to a message where they wait together, a long line over several messages. */
import type { SaidLine } from '../../words/said-view.ts'
import { sayInstant } from '../../text/instant.ts'

export interface LineMessage {
  /** As the platform reads it. */
  text: string
  /** `n` of the lines that are whole once this message is posted. */
  ends: number[]
}

/** How a platform wants text in a message. */
export interface LineText {
  /** Characters of a message, as written. */
  longest: number
  /** Written so that nothing that people typed can do anything. */
  write(text: string): string
  /** What of written text must not be cut apart, each as one match; with the flags `g` and `u`. */
  units: RegExp
}

const MOST_LINES = 20

export function lineMessages(lines: readonly SaidLine[], how: LineText): LineMessage[] {
  const messages: LineMessage[] = []
  let count = 0
  for (const line of lines) {
    const pieces = inPieces(
      how.write(`${timeOf(line.at)}  ${line.stands === 'out' ? '▲ ' : ''}${line.text}${line.head === undefined ? '' : `\n${line.head}`}`),
      how,
    )
    pieces.forEach((piece, index) => {
      const last = messages.at(-1)
      const joins = last !== undefined && pieces.length === 1 && count < MOST_LINES && last.text.length + piece.length < how.longest
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

/** Cuts what is written already, and nothing that must stay whole. */
export function inPieces(written: string, { longest, units }: Pick<LineText, 'longest' | 'units'>): string[] {
  if (written.length <= longest) return [written]
  const pieces: string[] = []
  let piece = ''
  for (const part of written.match(units) ?? []) {
    if (piece.length + part.length > longest) {
      pieces.push(piece)
      piece = '… '
    }
    piece += part
  }
  return [...pieces, piece]
}

/** `03:42:10 UTC` */
function timeOf(at: string): string {
  return sayInstant(at).slice(11)
}
