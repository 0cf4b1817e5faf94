/** An answer to one account, as Block Kit; what does not fit is counted, and comes as a file. */
import { NO_CUTS, type Cuts } from '../../card/budget.ts'
import type { Note, Piece } from '../../note.ts'
import { drawActions } from './buttons.ts'
import { context, rowSections, section, strong, type Block } from './block.ts'
import { fits } from './card.ts'
import { escaped } from './text.ts'
import { codeSection, cutWords } from './within-limits.ts'

export interface DrawnNote {
  text: string
  blocks: Block[]
  /** Pieces that are not shown. */
  left: number
}

/** How the files of a note fare: nobody is told that something was sent to them before it was. */
export type FilesFate = 'follow' | 'sent' | { refused: string }

export function renderNote(note: Note, fate: FilesFate = 'follow'): DrawnNote {
  const cuts: Cuts = { ...NO_CUTS }
  const title = `${MARKS[note.tone]} ${cutWords(note.title, note.tone === 'refused' ? 1400 : LONGEST_HEADING, cuts)}`
  const blocks: Block[] = [note.tone === 'refused' ? section(title) : strong(title)]
  let shown = 0
  for (const piece of note.body) {
    const mine: Cuts = { ...NO_CUTS }
    const next = [...blocks, ...drawPiece(piece, mine)]
    if (!fits([...next, ...fileWords(note, note.body.length, fate)])) break
    for (const kind of Object.keys(cuts) as (keyof Cuts)[]) cuts[kind] += mine[kind]
    blocks.splice(0, blocks.length, ...next)
    shown++
  }
  const left = note.body.length - shown + (Object.values(cuts).some((count) => count > 0) ? 1 : 0)
  blocks.push(...fileWords(note, left, fate))
  return { text: escaped(title, 3000), blocks, left }
}

/** The whole answer as a text file. */
export function noteFile({ title, body }: Note): string {
  return `${[title, ...body.map(pieceText)].join('\n\n')}\n`
}

function fileWords({ file }: Note, left: number, fate: FilesFate): Block[] {
  const cut = `… ${left} more ${left === 1 ? 'part is' : 'parts are'} not shown here; `
  if (typeof fate === 'string') {
    const where = fate === 'sent' ? 'the whole is in the file sent to you.' : 'the whole follows as a file, in a direct message.'
    return left > 0 ? [context(`${cut}${where}`)] : []
  }
  const refused = cutWords(fate.refused, 400, { ...NO_CUTS })
  return [
    ...(left > 0 ? [section(`${cut}the file with the whole could not be sent to you. ${refused}`)] : []),
    ...(file ? [section(`${file.name} could not be sent to you. ${refused} ${file.orElse}`)] : []),
  ]
}

function drawPiece(piece: Piece, cuts: Cuts): Block[] {
  switch (piece.type) {
    case 'text':
      return [section(cutWords(piece.text, 1400, cuts))]
    case 'heading':
      return [strong(cutWords(piece.text, LONGEST_HEADING, cuts))]
    case 'code':
      return [codeSection(piece.text, 2600, cuts)]
    case 'rows':
      return rowSections(piece.rows.map(({ name, value }) => ({ name: cutWords(name, 200, cuts), value: cutWords(value, 700, cuts) })))
    case 'press':
      return drawActions(piece.run, 'note', [{ label: piece.label, data: piece.data, style: 'destructive' }])
    case 'command':
      return [section(`${cutWords(piece.command, 500, cuts)}\n${cutWords(piece.does, 500, cuts)}`)]
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
    case 'press':
      return ''
    case 'command':
      return `${piece.command}  – ${piece.does}`
  }
}

/** With its escapes it still fits. */
const LONGEST_HEADING = 500

const MARKS: Record<Note['tone'], string> = { ok: '✓', info: 'ℹ︎', refused: '✗' }
