/** An answer to one person as Adaptive Card, of the same elements as the card of a run; what does not fit is counted, and comes as a file. */
import type { Words } from '../../../words/words.ts'
import type { AdaptiveCard } from '../../adaptive/adaptive-card.ts'
import { box, line, text, type Action, type Element, type RefreshData } from '../../adaptive/element.ts'
import { anyCut, cutLines, cutText, noCuts, type Cuts } from '../../card/budget.ts'
import { styleOf, type Note, type Piece } from '../../note.ts'
import { readableLine } from '../../readable.ts'
import type { ButtonData } from '../../press.ts'

export interface DrawnNote {
  card: AdaptiveCard
  /** For lists of messages and notifications. */
  summary: string
  /** Pieces that are not shown, or not whole. */
  left: number
}

/** Bytes of JSON: as much as a card may have, less what the message around it needs. */
export const LARGEST_NOTE = 24_000
/** What stands above a card must leave the card its room. */
export const LARGEST_HEAD = 2500

/** How the files of a note fare: nobody is told that something was offered to them before it was. */
export type FilesFate = 'follow' | 'offered' | { fault: string }

/** `last`: stands below everything that the note says, and always has its room. */
export function renderNote(words: Words, note: Note, fate: FilesFate = 'follow', last: Element[] = []): DrawnNote {
  const { items, left } = draw(words, note, LARGEST_NOTE - sizeOf(last))
  const missing = fileWords(words, note, left, fate).map((says) => line([text(says, { isSubtle: true, size: 'small' })]))
  const summary = readableLine(words, note.title, 200)
  const card: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: summary,
    msteams: { width: 'full' },
    body: [box('note', [...items, ...missing], { style: STYLES[note.tone] }), ...last],
  }
  return { card, summary, left }
}

/** The card with the note above it; undefined where the note is too long to stand there whole. */
export function withNote(words: Words, card: AdaptiveCard, note: Note): AdaptiveCard | undefined {
  const { items, left } = draw(words, note, LARGEST_HEAD)
  return left > 0 ? undefined : { ...card, body: [box('note', items, { style: STYLES[note.tone] }), ...card.body] }
}

function fileWords({ teams }: Words, { file }: Note, left: number, fate: FilesFate): string[] {
  const says = teams.note.file
  if (typeof fate === 'string') return left > 0 ? [fate === 'offered' ? says.offered(left) : says.follows(left)] : []
  const { fault } = fate
  return [
    ...(left > 0 ? [says.notOffered({ parts: left, fault })] : []),
    ...(file ? [says.filesNotOffered({ name: file.name, fault, orElse: file.orElse })] : []),
  ]
}

function draw(words: Words, note: Note, bytes: number): { items: Element[]; left: number } {
  const cuts = noCuts(words)
  const items: Element[] = [
    line([
      text(`${MARKS[note.tone]} `, { weight: 'bolder' }),
      text(cutText(note.title, 1400, cuts), note.tone === 'refused' ? {} : { weight: 'bolder' }),
    ]),
  ]
  let shown = 0
  for (const [index, piece] of note.body.entries()) {
    const mine: Cuts = { ...cuts }
    const next = [...items, ...drawPiece(piece, index, mine)]
    if (sizeOf(next) > bytes - ROOM_FOR_REST) break
    Object.assign(cuts, mine)
    items.splice(0, items.length, ...next)
    shown++
  }
  return { items, left: note.body.length - shown + (anyCut(cuts) ? 1 : 0) }
}

/** For the sentence that says what is missing, and the envelope. */
const ROOM_FOR_REST = 1500

function drawPiece(piece: Piece, index: number, cuts: Cuts): Element[] {
  const small = { spacing: 'small' as const }
  switch (piece.type) {
    case 'text':
      return [line([text(cutText(piece.text, 2000, cuts))], small)]
    case 'heading':
      return [line([text(cutText(piece.text, 500, cuts), { weight: 'bolder' })], { spacing: 'medium' })]
    case 'code':
      return [
        box(`code-${index}`, [line([text(cutLines(piece.text, 6000, cuts), { fontType: 'monospace', size: 'small' })])], {
          style: 'emphasis',
          ...small,
        }),
      ]
    case 'rows':
      return piece.rows.map(({ name, value }) =>
        line([text(`${cutText(name, 200, cuts)}: `, { isSubtle: true }), text(cutText(value, 1000, cuts))], small),
      )
    case 'command':
      return [
        line([text(cutText(piece.command, 500, cuts), { fontType: 'monospace' })], small),
        line([text(cutText(piece.does, 500, cuts), { isSubtle: true, size: 'small' })], { spacing: 'none' }),
      ]
    case 'press':
      return [{ type: 'ActionSet', id: `note-${index}-acts`, actions: [pressed(cuts.words, piece, index)], ...small }]
  }
}

/** A button that does at once what it says: nothing that stands in a field beside it goes along. */
function pressed(words: Words, { label, data }: Extract<Piece, { type: 'press' }>, index: number): Action {
  return executeAction(`note-${index}`, readableLine(words, label, 60), data.act, data, styleOf(data))
}

export function executeAction(
  id: string,
  title: string,
  verb: string,
  data: ButtonData | RefreshData,
  style: 'default' | 'positive' | 'destructive',
): Action {
  return {
    type: 'Action.Execute',
    id,
    title,
    verb,
    data,
    style,
    associatedInputs: 'none',
    fallback: { type: 'Action.Submit', title, data },
  }
}

function sizeOf(elements: Element[]): number {
  return Buffer.byteLength(JSON.stringify(elements))
}

const MARKS: Record<Note['tone'], string> = { ok: '✓', info: 'ℹ︎', refused: '✗' }
const STYLES = { ok: 'good', info: 'emphasis', refused: 'attention' } as const
