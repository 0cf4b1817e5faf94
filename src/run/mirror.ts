import type { Command } from './command.ts'
import { accept, refuse } from './decision.ts'
import type { Decision } from './decision.ts'
import { leadingGroups } from './gate/may-not-act.ts'
import type { RunState } from './state.ts'

const MOST_MIRRORS = 8

/** One more conversation for the run, asked for by somebody whom a policy of it names. The console shows every run anyhow. */
export function decideMirror(state: RunState, { by, conversation }: Extract<Command, { type: 'mirror' }>): Decision {
  const { run, conversation: home, mirrors } = state
  const called = Object.values(state.plan?.policies ?? state.policies).flatMap(({ escalate }) => escalate?.to ?? [])
  const groups = [...new Set([...leadingGroups(state), ...called])]
  if (by.id !== state.requester.id && !groups.some((group) => by.groups.includes(group)))
    return refuse('may-not-mirror', { run, person: by.name, groups })
  const { platform, channel } = conversation
  if (platform === 'console') return refuse('shown-anyhow', { run })
  const where = [home, ...mirrors].findIndex((each) => each.platform === platform && each.channel === channel)
  if (where >= 0) return refuse('shown-already', { run, home: where === 0 })
  if (mirrors.length >= MOST_MIRRORS) return refuse('too-many-mirrors', { run, most: MOST_MIRRORS })
  return accept({ type: 'mirrored', conversation, by: by.name })
}
