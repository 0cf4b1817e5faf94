/** Two channels of Teams, and calls to it that a test answers. */
import type { Calls, Reference } from '../../../src/chat/teams/bot-port.ts'

export const CHANNEL: Reference = {
  serviceUrl: 'https://smba.example/',
  tenant: 'contoso',
  conversation: '19:a@thread.tacv2',
  kind: 'channel',
}
export const OTHER: Reference = { ...CHANNEL, conversation: '19:b@thread.tacv2' }

/** `answer`: asked for each call with what Teams would say; it may throw instead. */
export function answeredBy(answer: <T>(value: T) => Promise<T>): Calls {
  return {
    send: () => answer('1'),
    update: () => answer(undefined),
    remove: () => answer(undefined),
    member: (id) => answer({ id }),
    members: () => answer({ members: [] }),
    openDirect: () => answer(CHANNEL),
  }
}

/** What it was ended by, or `done`. */
export function ended(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (cause: unknown) => cause,
  )
}
