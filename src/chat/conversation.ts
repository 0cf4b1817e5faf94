/** From "this account did that" to a command of a run, or to an answer. The same for every platform. */
import { LONGEST_TYPED } from '../text/bounds.ts'
import type { Actor } from '../run/command.ts'
import { accountName } from '../policy/account.ts'
import { answerPageOfRuns } from './ask/page-of-runs.ts'
import type { ChatBackend, SpokenTo } from './backend.ts'
import type { ChatEvent, Reply } from './chat-event.ts'
import { refusedNote, said } from './note.ts'
import { outOfService } from './out-of-service.ts'
import { toCommand, type Press } from './press.ts'
import { previewPlan } from './preview-plan.ts'
import { answerQuestion } from './question.ts'
import { sendCommand } from './send.ts'
import { startRun } from './start.ts'
import { refuseTypedSecret } from './receive/typed-secret.ts'
import { readTyped } from './typed.ts'
import type { Words } from '../words/words.ts'

/** Never throws for what a person did; rejects only when the engine did not take the command, or has not said whether it did: see `sayNotTaken`. */
export async function converse(backend: ChatBackend, event: ChatEvent): Promise<Reply> {
  const found = backend.findPerson(event.account)
  if ('refusal' in found) return { note: refusedNote(backend.speak(...(event.languages ?? [])), found.refusal) }
  return converseWith(backend, found.person, event)
}

/** As `converse`, with the person whose account it is. */
export async function converseWith(backend: ChatBackend, person: SpokenTo, event: ChatEvent): Promise<Reply> {
  const { id, name, groups, language } = person
  const words = backend.speak(...(event.languages ?? []), language)
  // Addresses and other accounts of the person have no place in a log.
  const by: Actor = { id, name, groups, via: event.via, account: accountName(event.account) }
  const { action } = event
  if (action.type === 'pressed') {
    const { press } = action
    if (!press) return { note: said('refused', words.notes.oldButton) }
    const long = refuseLongField(words, press)
    if (long !== undefined) return long
    if (press.act === 'preview') return previewPlan(backend, words, press, by, event)
    if (press.act === 'older') return { note: await answerPageOfRuns(backend, words, press.run) }
    if (press.act === 'answer') {
      const view = await backend.view(press.run, words)
      // A form that is older than the run asks also for what was answered since.
      const asked = backend.loaded().procedures.find((each) => each.id === view?.document)?.parameters ?? []
      const secrets = asked.map(({ name: called, type }) => ({ name: called, type: type.of }))
      const typed = refuseTypedSecret(backend, words, press.inputs, [...secrets, ...(view?.questions ?? [])])
      if (typed !== undefined) return typed
    }
    return sendCommand(backend, words, toCommand(press, by, event))
  }
  if (action.type === 'filled') {
    const { rehearsal, answers } = action
    const procedure = backend.loaded().procedures.find((each) => each.id === action.procedure)
    if (!procedure) {
      const out = backend.loaded().leftOut.find((each) => each.id === action.procedure)
      return { note: said('refused', out ? words.notes.outOfService(out) : words.notes.formGone) }
    }
    return startRun(backend, words, { type: 'start', procedure, rehearsal, answers }, by, event)
  }
  const typed = readTyped(action.text, backend.loaded().procedures, words)
  if ('fault' in typed) {
    const out = outOfService(action.text, backend.loaded().leftOut)
    return { note: said('refused', out ? words.notes.outOfService(out) : typed.fault) }
  }
  return typed.type === 'start' ? startRun(backend, words, typed, by, event) : answerQuestion(backend, words, typed, by, event)
}

/** What is too long was perhaps cut off by a client already: a list that lacks its end is still a list, so nothing of it is taken. */
function refuseLongField(words: Words, { run, inputs }: Press): Reply | undefined {
  const [name, written] = Object.entries(inputs).find(([, each]) => each.length > LONGEST_TYPED) ?? []
  if (name === undefined || written === undefined) return undefined
  const fault = words.notes.longField(LONGEST_TYPED)
  return { note: said('refused', words.notes.notTakenOf({ name, fault })), run, fields: { [name]: fault } }
}
