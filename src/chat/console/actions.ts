/** `POST /api/do`: somebody typed or pressed something. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import { LONGEST_TYPED } from '../../text/bounds.ts'
import type { ChatBackend } from '../backend.ts'
import { converse } from '../conversation.ts'
import { readPress } from '../press.ts'
import { languagesOf, refuse } from './refuse.ts'
import type { Reply } from '../chat-event.ts'
import { readable } from '../readable.ts'
import type { Piece } from '../note.ts'

/** The one channel that the console has. */
export const CHANNEL = 'incident'

/** A button's data come with the inputs beside it, merged into one object as Adaptive Cards send them. */
const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('typed'), text: z.string().max(LONGEST_TYPED + 1) }),
  z.strictObject({ type: z.literal('pressed'), data: z.record(z.string(), z.unknown()) }),
])

const body = z.strictObject({
  /** On the console an account is a person's id: there is no other log-in to have an account with. */
  as: z.string().min(1).max(200),
  eventId: z.string().regex(/^[A-Za-z0-9-]{16,64}$/),
  action,
})

/** Outside practice nobody can prove who they are here, so nobody can do anything. */
export function takeChatActions(backend: ChatBackend, practice: boolean) {
  return async (request: Request, response: Response): Promise<void> => {
    if (!practice) {
      return refuse(response, 403, 'read-only', (words) => words.readOnly)
    }
    const read = body.safeParse(request.body)
    if (!read.success) {
      const [issue] = read.error.issues
      return refuse(response, 400, 'bad-request', (words) => words.notUnderstoodAt(issue?.path.join('.') ?? ''))
    }
    const { as, eventId, action: done } = read.data
    const reply = await converse(backend, {
      platform: 'console',
      channel: CHANNEL,
      account: { platform: 'practice', name: as },
      via: 'practice',
      eventId: `console/${eventId}`,
      languages: languagesOf(request),
      at: new Date().toISOString(),
      action: done.type === 'pressed' ? { type: 'pressed', press: readPress(done.data) } : done,
    })
    response.json(shownReply(reply))
  }
}

/** An answer as the page shows it: nothing in it is hidden. A file that somebody saves stays as it is. */
function shownReply(reply: Reply): Reply {
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
