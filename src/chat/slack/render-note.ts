/** An answer to one account, as Block Kit; what does not fit is counted, and comes as a file. */
import { NO_CUTS, type Cuts, cutLines } from '../card/budget.ts'
import type { Note, Piece } from '../note.ts'
import { context, rowSections, section, strong, type Block } from './block.ts'
import { fits } from './render-card.ts'
import { escaped, fenced } from './text.ts'

export interface DrawnNote {
  text: string
  blocks: Block[]
  /** Pieces that are not shown. */
  left: number
}

export function renderNote(note: Note): DrawnNote {
  const title = `${MARKS[note.tone]} ${note.title}`
  const blocks: Block[] = [note.tone === 'refused' ? section(title) : strong(title)]
  const cuts: Cuts = { ...NO_CUTS }
  let shown = 0
  for (const piece of note.body) {
    const next = [...blocks, ...drawPiece(piece, cuts)]
    if (!fits([...next, context(leftOut(note.body.length))])) break
    blocks.splice(0, blocks.length, ...next)
    shown++
  }
  const left = note.body.length - shown + (cuts.lines > 0 ? 1 : 0)
  if (left > 0) blocks.push(context(leftOut(left)))
  return { text: escaped(title, 3000), blocks, left }
}

/** The whole answer as a text file. */
export function noteFile({ title, body }: Note): string {
  return `${[title, ...body.map(pieceText)].join('\n\n')}\n`
}

function leftOut(count: number): string {
  return `… ${count} more ${count === 1 ? 'part is' : 'parts are'} not shown here; the whole is in the file sent to you.`
}

function drawPiece(piece: Piece, cuts: Cuts): Block[] {
  switch (piece.type) {
    case 'text':
      return [section(piece.text)]
    case 'heading':
      return [strong(piece.text)]
    case 'code':
      return [{ type: 'section', text: { type: 'mrkdwn', text: fenced(cutLines(piece.text, 2600, cuts), 3000), verbatim: true } }]
    case 'rows':
      return rowSections(piece.rows)
    case 'command':
      return [section(`${piece.command}\n${piece.does}`)]
  }
}

function pieceText(piece: Piece): string {
  switch (piece.type) {
    case 'text':
    case 'heading':
    case 'code':
      return piece.text
    case 'rows':
      return piece.rows.map(({ name, value }) => `${name}: ${value}`).join('\n')
    case 'command':
      return `${piece.command}  – ${piece.does}`
  }
}

const MARKS: Record<Note['tone'], string> = { ok: '✓', info: 'ℹ︎', refused: '✗' }
