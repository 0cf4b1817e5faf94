/** From facts to sentences, in whatever language: each fact's own function is looked up by what it says it is. */
import type { Line } from '../run/thread/line.ts'
import type { PlainRefusal, Refusal } from '../run/facts/refusal.ts'
import type { StepDetail } from '../run/rehearsal/step-detail.ts'
import type { Place } from '../run/facts/place.ts'
import type { Status } from '../run/view/status.ts'
import type { RunView } from '../run/view/view.ts'
import type { Words } from './words.ts'

type Say<T> = (facts: T) => string

export function sayLine(words: Words, line: Line): string {
  return (words.lines[line.line] as Say<Line>)(line)
}

export function sayStatus(words: Words, status: Status): string {
  return (words.statuses[status.is] as Say<Status>)(status)
}

export function sayStepDetail(words: Words, detail: StepDetail): string {
  return (words.stepDetails[detail.is] as Say<StepDetail>)(detail)
}

/** Why a run waits for people. A lost run comes with the machinery's own sentence. */
export function sayAttention(words: Words, { because, at }: Pick<NonNullable<RunView['attention']>, 'because' | 'at'>): string {
  return because.code === 'lost' ? because.text : (words.attentions[because.code] as (of: typeof because, at: Place) => string)(because, at)
}

/** A refusal in one sentence. The machinery's own troubles come with theirs, which is English. */
export function sayRefusal(words: Words, refusal: Refusal): string {
  return isPlain(refusal) ? refusal.sentence : (words.refusals[refusal.code] as Say<typeof refusal.facts>)(refusal.facts)
}

/** What is wrong with each answer, by parameter; undefined where the refusal is about no answers. */
export function sayFields(words: Words, refusal: Refusal): Record<string, string> | undefined {
  if (isPlain(refusal) || refusal.code !== 'bad-answers') return undefined
  const { command, fields } = refusal.facts
  return Object.fromEntries(
    Object.entries(fields).map(([name, fault]) => [name, fault === null ? words.notAsked(command) : words.valueFault(fault)]),
  )
}

function isPlain(refusal: Refusal): refusal is PlainRefusal {
  return 'sentence' in refusal
}
