/** What the house says of a run, in English: for tests that read sentences. */
import type { Read } from '../../src/procedure/value/value-fault.ts'
import type { Event } from '../../src/run/event.ts'
import { evolve } from '../../src/run/evolve.ts'
import type { Remark } from '../../src/run/facts/remark.ts'
import { linesOf as linesAsFacts } from '../../src/run/thread/lines.ts'
import type { Refusal } from '../../src/run/facts/refusal.ts'
import type { RunState } from '../../src/run/state.ts'
import { endingOf } from '../../src/run/view/ending.ts'
import { waitingPlace } from '../../src/run/view/place.ts'
import { statusOf as statusAsFacts } from '../../src/run/view/status.ts'
import { viewOf as viewAsFacts } from '../../src/run/view/view-of.ts'
import { en } from '../../src/words/en.ts'
import { sayLines, sayView, type SaidLine, type SaidView } from '../../src/words/said-view.ts'
import { sayAttention, sayFields, sayRefusal, sayStatus } from '../../src/words/say.ts'

export function viewOf(state: RunState): SaidView {
  return sayView(en, viewAsFacts(state))
}

export function linesOf(...asked: Parameters<typeof linesAsFacts>): SaidLine[] {
  return sayLines(en, linesAsFacts(...asked))
}

export function statusOf(state: RunState): string {
  return sayStatus(en, statusAsFacts(state))
}

/** Why it waits for people; undefined where it does not. */
export function needSaid(state: RunState | undefined): string | undefined {
  return state?.attention && sayAttention(en, { ...state.attention, at: waitingPlace(state, state.attention.step, state.attention.item) })
}

/** The same with its reason. */
export function attentionSaid(state: RunState): { reason: string; sentence: string } | undefined {
  return state.attention && { reason: state.attention.reason, sentence: needSaid(state) ?? '' }
}

/** How the step at this index came to its end. */
export function doneSaid(state: RunState, index: number): { how: string; detail: string } | undefined {
  const done = state.steps[index]?.done
  return done && { how: done.how, detail: en.remarks(done.detail) }
}

/** Why it came to wait for people, each time that it did. */
export function needsIn(entries: readonly { at: string; events: readonly Event[] }[]): string[] {
  const needs: string[] = []
  let state: RunState | undefined
  for (const { at, events } of entries) {
    for (const event of events) {
      state = evolve(state, event, at)
      if (event.type === 'attention') needs.push(needSaid(state) ?? '')
    }
  }
  return needs
}

/** Why it ended; undefined where it has not, or nothing is said of it. */
export function endSaid(state: RunState): string | undefined {
  const ending = endingOf(state)
  return ending && sayStatus(en, { is: 'ended', ending })
}

/** In short. */
export function remarksSaid(remarks: readonly Remark[]): string {
  return en.remarks(remarks)
}

/** A value that was read, or why it was not. */
export function readSaid<T>(read: Read<T>): { value: T } | { fault: string } {
  return 'fault' in read ? { fault: en.valueFault(read.fault) } : read
}

/** As people are told of it. */
export function refusalSaid(refusal: Refusal): { code: string; sentence: string; fields?: Record<string, string> } {
  const fields = sayFields(en, refusal)
  return { code: refusal.code, sentence: sayRefusal(en, refusal), ...(fields && { fields }) }
}
