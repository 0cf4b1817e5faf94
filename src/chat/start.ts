/** Starts a run: everything it will ever be judged by travels in the command. */
import { createHash } from 'node:crypto'
import type { Procedure } from '../procedure/procedure.ts'
import type { Person } from '../policy/policy.ts'
import type { Actor } from '../run/command.ts'
import type { ChatBackend, Loaded } from './backend.ts'
import type { ChatEvent, Reply } from './chat-event.ts'
import { said } from './note.ts'
import { sendCommand } from './send.ts'
import { refuseTypedSecret } from './receive/typed-secret.ts'
import type { Typed } from './typed.ts'
import type { Words } from '../words/words.ts'

/** Who may start is asked here so that nobody burns a run number by mistake; the run asks again, and its answer is the one that counts. */
export async function startRun(
  backend: ChatBackend,
  words: Words,
  typed: Extract<Typed, { type: 'start' }>,
  by: Actor,
  at: ChatEvent,
): Promise<Reply> {
  const loaded = backend.loaded()
  const { procedure } = typed
  if (!mayStart(loaded, procedure, by)) {
    const groups = loaded.policies[procedure.policy]?.start ?? []
    return { note: said('refused', words.notes.mayNotStart({ person: by.name, command: procedure.command, groups })) }
  }
  const asked = procedure.parameters.map(({ name, type }) => ({ name, type: type.of }))
  const secret = refuseTypedSecret(backend, words, typed.answers, asked)
  if (secret !== undefined) return secret
  const run = await backend.newRun(eventKey(at))
  return sendCommand(backend, words, {
    type: 'start',
    run,
    by,
    eventId: at.eventId,
    at: at.at,
    installation: loaded.installation,
    document: { id: procedure.id, text: procedure.text },
    targets: loaded.targets,
    ...(loaded.secretNames === undefined ? {} : { secretNames: loaded.secretNames }),
    policies: loaded.policies,
    people: loaded.people,
    conversation: { platform: at.platform, channel: at.channel },
    rehearsal: typed.rehearsal,
    answers: typed.answers,
  })
}

export function mayStart(loaded: Loaded, procedure: Procedure, person: Person): boolean {
  const groups = loaded.policies[procedure.policy]?.start ?? []
  return person.groups.some((group) => groups.includes(group))
}

/** One event gives one run, and the same id with another text another; one form gives one run: what is sent again is not a second failover. */
function eventKey({ platform, account, form, eventId, action }: ChatEvent): string {
  return createHash('sha256')
    .update(JSON.stringify(form === undefined ? [platform, account, eventId, action] : [platform, account, { form }]))
    .digest('hex')
}
