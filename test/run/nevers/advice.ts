/** What a run that waits for people says and offers is tried: advice that cannot be followed is worse than none. */
import type { PersonCommand } from '../../../src/run/command.ts'
import { decide } from '../../../src/run/decide.ts'
import type { RunState } from '../../../src/run/state.ts'
import { actor } from '../practice.ts'
import { refusalSaid, viewOf } from '../../words/said.ts'

type Offer = NonNullable<ReturnType<typeof viewOf>['attention']>['offers'][number]

const SAID: readonly (readonly [Offer, RegExp])[] = [
  ['retry', /\bretry\b/i],
  ['undo', /\bundo again\b/i],
  ['skip', /\bskip\b/i],
  ['mark-done', /\bmark it done\b/i],
  ['abort', /\babort\b/i],
  ['reopen', /\bopen the gate again\b/i],
]
/** The configuration changed under the run: no sentence of the run can know. */
const OUTSIDE: ReadonlySet<string> = new Set(['plan-impossible', 'unreachable'])

/** Throws with the advice that leads nowhere. */
export function followAdvice(state: RunState, now: string): void {
  const { attention } = viewOf(state)
  if (attention === undefined || attention.offers.length === 0) return
  for (const [offer, said] of SAID) {
    if (said.test(attention.sentence) && !attention.offers.includes(offer))
      throw new Error(`"${attention.sentence}" names ${offer}, and only ${attention.offers.join(', ')} are offered`)
  }
  for (const offer of attention.offers) {
    for (const from of offer === 'retry' ? attention.mayBeginFrom : offer === 'undo' ? (attention.mayUndoTo ?? []) : [undefined]) {
      const { refusal } = decide(state, asked(state, offer, attention.step, from, now), now)
      if (refusal !== undefined && !OUTSIDE.has(refusal.code))
        throw new Error(
          `${offer}${from === undefined ? '' : ` from ${from}`} is offered (${attention.reason}), and refused (${refusal.code}): ${refusalSaid(refusal).sentence}`,
        )
    }
  }
}

function asked({ run }: RunState, offer: Offer, step: number, from: number | undefined, at: string): PersonCommand {
  const base = { run, by: actor('dana'), eventId: `advice/${offer}/${from ?? 0}`, at, reason: 'As it says.' }
  if (offer === 'reopen') return { ...base, type: 'reopen' }
  return { ...base, type: 'deviate', kind: offer, step, ...(from === undefined || from === step ? {} : { from }) }
}
