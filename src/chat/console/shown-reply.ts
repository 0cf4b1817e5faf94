import type { Reply } from '../chat-event.ts'
import { inert } from '../readable.ts'
import type { Piece } from '../note.ts'

/** An answer as the page shows it: nothing in it is hidden. A file that somebody saves stays as it is. */
export function shownReply(reply: Reply): Reply {
  const { note, fields } = reply
  return {
    ...reply,
    note: { ...note, title: inert(note.title), body: note.body.map(shownPiece) },
    ...(fields && { fields: Object.fromEntries(Object.entries(fields).map(([name, fault]) => [name, inert(fault)])) }),
  }
}

function shownPiece(piece: Piece): Piece {
  switch (piece.type) {
    case 'text':
    case 'heading':
    case 'code':
      return { ...piece, text: inert(piece.text) }
    case 'rows':
      return { ...piece, rows: piece.rows.map(({ name, value }) => ({ name: inert(name), value: inert(value) })) }
    case 'press':
      return { ...piece, label: inert(piece.label) }
    case 'command':
      return { ...piece, command: inert(piece.command), does: inert(piece.does) }
  }
}
