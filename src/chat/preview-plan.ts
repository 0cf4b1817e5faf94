/** "Show the plan": what the run's own rules would make of these answers, decided here and told to nobody. Nothing is recorded, and no lock is taken. */
import { decideAnswer } from '../run/plan/answer.ts'
import type { Actor } from '../run/command.ts'
import { evolveAll } from '../run/evolve.ts'
import { statusOf } from '../run/view/status.ts'
import { sayStatus } from '../words/say.ts'
import type { Words } from '../words/words.ts'
import { planPieces } from './ask/plan.ts'
import type { ChatBackend } from './backend.ts'
import type { Reply } from './chat-event.ts'
import { paragraph, said } from './note.ts'
import { stateOf } from './ask/choices.ts'
import type { Press } from './press.ts'
import { refusedReply } from './send.ts'

export async function previewPlan(
  backend: ChatBackend,
  words: Words,
  { run, inputs }: Press,
  by: Actor,
  at: { eventId: string; at: string },
): Promise<Reply> {
  const log = await backend.log(run)
  const state = log === undefined ? undefined : stateOf(log)
  if (state === undefined) return { note: said('refused', words.notes.noRun(run)) }
  if (state.endedAt !== undefined) return { note: said('refused', words.notes.plan.hasEnded(run)) }
  const decided = decideAnswer(state, { run, by, ...at, type: 'answer', answers: inputs }, at.at)
  if (decided.refusal !== undefined) return refusedReply(words, run, decided.refusal)
  const planned = decided.events.findLast((event) => event.type === 'planned')
  if (planned === undefined)
    return {
      note: said('info', words.notes.plan.notYet(run), [paragraph(sayStatus(words, statusOf(evolveAll(state, decided.events, at.at))))]),
      run,
    }
  const answers = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`answer.${name}`, value]))
  return {
    run,
    note: said('info', words.notes.plan.would(run), [
      { type: 'press', run, label: words.card.form.start(run), data: { v: 1, act: 'answer', run, ...answers } },
      ...planPieces(words, planned),
    ]),
  }
}
