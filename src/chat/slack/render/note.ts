/** An answer to one account, as Block Kit; what does not fit is counted, and comes as a file. */
import type { SlackFault } from '../../../words/slack-words.ts'
import type { Words } from '../../../words/words.ts'
import { anyCut, noCuts, type Cuts } from '../../card/budget.ts'
import { styleOf, type Note, type Piece } from '../../note.ts'
import { typedInSlack } from '../built-in-commands.ts'
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
export type FilesFate = 'follow' | 'sent' | { refused: SlackFault }

export function renderNote(words: Words, note: Note, fate: FilesFate = 'follow'): DrawnNote {
  const cuts = noCuts(words)
  const title = `${MARKS[note.tone]} ${cutWords(note.title, note.tone === 'refused' ? 1400 : LONGEST_HEADING, cuts)}`
  const blocks: Block[] = [note.tone === 'refused' ? section(title) : strong(title)]
  let shown = 0
  for (const piece of note.body) {
    const mine: Cuts = { ...cuts }
    const next = [...blocks, ...drawPiece(piece, mine)]
    if (!fits([...next, ...fileWords(words, note, note.body.length, fate)])) break
    Object.assign(cuts, mine)
    blocks.splice(0, blocks.length, ...next)
    shown++
  }
  const left = note.body.length - shown + (anyCut(cuts) ? 1 : 0)
  blocks.push(...fileWords(words, note, left, fate))
  return { text: escaped(title, 3000), blocks, left }
}

function fileWords(words: Words, { file }: Note, left: number, fate: FilesFate): Block[] {
  const says = words.slack.note
  if (typeof fate === 'string') return left > 0 ? [context(fate === 'sent' ? says.sent(left) : says.follows(left))] : []
  const fault = cutWords(words.slack.fault(fate.refused), 400, noCuts(words))
  return [
    ...(left > 0 ? [section(says.unsent({ parts: left, fault }))] : []),
    ...(file ? [section(says.filesUnsent({ names: [file.name], fault, orElse: file.orElse }))] : []),
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
      return drawActions(cuts.words, piece.run, 'note', [{ label: piece.label, data: piece.data, style: styleOf(piece.data) }])
    case 'command':
      return [section(`${cutWords(typedInSlack(piece.command), 500, cuts)}\n${cutWords(piece.does, 500, cuts)}`)]
  }
}

/** With its escapes it still fits. */
const LONGEST_HEADING = 500

const MARKS: Record<Note['tone'], string> = { ok: '✓', info: 'ℹ︎', refused: '✗' }
