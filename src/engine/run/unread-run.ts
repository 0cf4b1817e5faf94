import { STATE_VERSION, stateNamed } from '../../audit/state-version.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'

/** Why a stored run is not read: it lacks the bot's seal, or the bot sealed it in another state version than this one, or with none. */
export type UnreadRun = 'altered' | { stateVersion: unknown }

/** What is answered to whoever asks something of it. */
export function unreadRun(run: string, why: UnreadRun): RuleRefusal {
  if (why === 'altered') return { code: 'state-altered', facts: { run } }
  const { stateVersion: theirs } = why
  return { code: 'other-state', facts: { run, ours: STATE_VERSION, ...(Number.isSafeInteger(theirs) && { theirs: theirs as number }) } }
}

/** The same for the log, and for errors that go through the engine: in English, word for word the same wherever it is met. */
export function sayUnread(run: string, why: UnreadRun): string {
  return why === 'altered'
    ? `The stored state of ${run} was not written by this bot: nothing is done on it. Compare its audit file with the heads in the channel, and find out who reached the engine.`
    : `The stored state of ${run} names ${stateNamed(why.stateVersion)}, and this bot reads version ${STATE_VERSION}: nothing is done on it. The release that wrote it can lead it on; its audit file stands by itself (docs/upgrading.md).`
}

/** Whether a sentence that came back through the engine is one of these; whatever else came may be a stranger's text. */
export function isUnreadRun(run: string, sentence: string): boolean {
  const [, named] = /names state version (\d{1,15}),/.exec(sentence) ?? []
  const stateVersion = named === undefined ? undefined : Number(named)
  return sentence === sayUnread(run, 'altered') || sentence === sayUnread(run, { stateVersion })
}

export function isUnread(read: object | string | null): read is UnreadRun {
  return read === 'altered' || (read !== null && typeof read === 'object' && 'stateVersion' in read)
}
