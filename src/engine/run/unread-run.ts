import { STATE_VERSION, stateNamed } from '../../audit/state-version.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'

/** Why a stored run is not read: it lacks the bot's seal, or the bot sealed it in another state version than this one, or with none. */
export type UnreadRun = 'altered' | { stateVersion: unknown }

/** What is said of it, word for word the same wherever it is met. */
export function unreadRun(run: string, why: UnreadRun): PlainRefusal {
  if (why === 'altered') {
    return {
      code: 'state-altered',
      sentence: `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`,
    }
  }
  return {
    code: 'other-state',
    sentence: `The stored state of ${run} names ${stateNamed(why.stateVersion)}, and this bot reads version ${STATE_VERSION}: nothing is done on it. The release that wrote it can lead it on; its audit file stands by itself (docs/upgrading.md).`,
  }
}

/** Whether a sentence that came back through the engine is one of these; whatever else came may be a stranger's text. */
export function isUnreadRun(run: string, sentence: string): boolean {
  const [, named] = /names state version (\d{1,15}),/.exec(sentence) ?? []
  const stateVersion = named === undefined ? undefined : Number(named)
  return sentence === unreadRun(run, 'altered').sentence || sentence === unreadRun(run, { stateVersion }).sentence
}

export function isUnread(read: object | string | null): read is UnreadRun {
  return read === 'altered' || (read !== null && typeof read === 'object' && 'stateVersion' in read)
}
