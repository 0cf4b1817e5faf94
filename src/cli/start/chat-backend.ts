/** Gives the chat side what it needs of the engine and of the loaded house. */
import { createHash } from 'node:crypto'
import { canonical, wellFormed } from '../../audit/canonical.ts'
import { exportLog } from '../../audit/export.ts'
import type { ChatBackend } from '../../chat/backend.ts'
import type { EngineHandle } from '../../engine/start-engine.ts'
import { findPerson } from '../../policy/account.ts'
import type { PersonCommand } from '../../run/command.ts'
import { threadOf } from '../../engine/run/show-run.ts'
import { sayLines, sayView } from '../../words/said-view.ts'
import { whyLeftOut } from '../installation/left-out.ts'
import { runConfiguration, type Installation } from '../installation/load-installation.ts'
import type { SpokenIn } from './spoken-in.ts'

/** `installation` is asked at each call, so that a configuration read anew counts from then on. */
export function chatBackend(
  engine: Pick<EngineHandle, 'client' | 'sign' | 'choices'>,
  installation: () => Installation,
  spoken: SpokenIn,
): ChatBackend {
  const { client } = engine
  return {
    speak: spoken.speak,
    loaded: () => {
      const { configuration, procedures, leftOut } = installation()
      return {
        installation: configuration.installation,
        procedures,
        leftOut: leftOut.map((out) => ({ id: out.id, ...whyLeftOut(out) })),
        ...runConfiguration(installation()),
      }
    },
    findPerson: (account) => findPerson(installation().people, account),
    newRun: (eventId) => client.newRun(eventId),
    send: async (command) => {
      const answer = await client.command(engine.sign(command), idempotencyKey(command))
      if ('refusal' in answer) return { refusal: answer.refusal }
      const { seq, rehearsal, approved } = answer
      return { seq, rehearsal, ...(approved && { approved }) }
    },
    view: async (run, words) => {
      const view = await client.view(run)
      return view === null ? undefined : sayView(words ?? spoken.conversation(view.conversation), view)
    },
    lines: async (run) => {
      const { entries, heads } = await client.history(run)
      const started = entries[0]?.events.find((event) => event.type === 'started')
      return started === undefined ? [] : sayLines(spoken.conversation(started.conversation), threadOf(entries, heads))
    },
    log: async (run) => {
      const { entries, heads } = await client.history(run)
      return entries.length === 0 ? undefined : exportLog(entries, heads)
    },
    runs: () => client.runs(),
    olderRuns: (before) => client.olderRuns(before),
    choices: (asked) => engine.choices(asked),
  }
}

/** The platform's event id with a hash of the body, as it is signed: the same id with another body must not be given the first one's answer. */
function idempotencyKey(command: PersonCommand): string {
  const { eventId, at: _at, ...body } = command
  return `${eventId}/${createHash('sha256')
    .update(canonical(wellFormed(body)))
    .digest('hex')
    .slice(0, 32)}`
}
