import type { Note, Piece } from './note.ts'

/** The whole answer as a text file. */
export function noteFile({ title, body }: Note): string {
  return `${[title, ...body.map(pieceText)].join('\n\n')}\n`
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
