import type { Note, Piece } from './note.ts'

/** The whole answer as a text file. `typed`: how a command is called on the platform. */
export function noteFile({ title, body }: Note, typed = (command: string): string => command): string {
  return `${[title, ...body.map((piece) => pieceText(piece, typed))].join('\n\n')}\n`
}

function pieceText(piece: Piece, typed: (command: string) => string): string {
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
      return `${typed(piece.command)}  – ${piece.does}`
  }
}
