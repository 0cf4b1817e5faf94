import type { Reply } from '../chat-event.ts'
import { readable } from '../readable.ts'
import type { Piece } from '../note.ts'

/** An answer as the page shows it: nothing in it is hidden. A file that somebody saves stays as it is. */
export function shownReply(reply: Reply): Reply {
  const { note, fields } = reply
  return {
    ...reply,
    note: { ...note, title: readable(note.title), body: note.body.map(shownPiece) },
    ...(fields && { fields: Object.fromEntries(Object.entries(fields).map(([name, fault]) => [name, readable(fault)])) }),
  }
}

function shownPiece(piece: Piece): Piece {
  switch (piece.type) {
    case 'text':
    case 'heading':
    case 'code':
      return { ...piece, text: readable(piece.text) }
    case 'rows':
      return { ...piece, rows: piece.rows.map(({ name, value }) => ({ name: readable(name), value: readable(value) })) }
    case 'press':
      return { ...piece, label: readable(piece.label) }
    case 'command':
      return { ...piece, command: readable(piece.command), does: readable(piece.does) }
  }
}
