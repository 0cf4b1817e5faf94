/** What is shown of a run, in the words of one language: what cards and lines are drawn from. */
import type { RunView, ThreadLine } from '../run/view/view.ts'
import { sayAttention, sayLine, sayStatus, sayStepDetail } from './say.ts'
import type { SaidList, Words } from './words.ts'

type AttentionView = NonNullable<RunView['attention']>
type GateView = NonNullable<RunView['gate']>

export interface SaidView extends Omit<RunView, 'status' | 'facts' | 'steps' | 'gate' | 'decided' | 'attention' | 'rehearsed'> {
  /** In whose language all of it is said, and whatever is drawn from it. */
  words: Words
  status: string
  facts: Fact[]
  steps: (Omit<RunView['steps'][number], 'detail'> & { detail: string })[]
  gate?: Omit<GateView, 'missing' | 'barred' | 'values'> & {
    missing: string
    barred: { id: string; person: string; because: string }[]
    values: Fact[]
  }
  decided?: string
  attention?: Omit<AttentionView, 'reason' | 'because' | 'at'> & { reason: string; sentence: string }
  /** Rehearsals only. `ended`: nothing more is found. */
  rehearsed?: { ended: boolean; lists: SaidList[] }
}

interface Fact {
  name: string
  value: string
}

/** A line of the thread as people read it: plain text. */
export interface SaidLine extends Omit<ThreadLine, 'says' | 'rehearsal' | 'head'> {
  text: string
  /** The signed head of the log, which need not be read. */
  head?: string
}

export function sayView(words: Words, view: RunView): SaidView {
  const { status, facts, steps, gate, decided, attention, rehearsed, ...same } = view
  return {
    ...same,
    words,
    status: sayStatus(words, status),
    facts: sayFacts(words, facts),
    steps: steps.map((step) => ({ ...step, detail: sayStepDetail(words, step.detail) })),
    ...(gate === undefined ? {} : { gate: sayGate(words, gate) }),
    ...(decided === undefined ? {} : { decided: words.decided(decided) }),
    ...(attention === undefined ? {} : { attention: sayNeed(words, attention) }),
    ...(rehearsed === undefined ? {} : { rehearsed: { ended: rehearsed.ended, lists: words.rehearsalLists(rehearsed) } }),
  }
}

export function sayLines(words: Words, lines: readonly ThreadLine[]): SaidLine[] {
  return lines.map(({ says, rehearsal, head, ...line }) => ({
    ...line,
    text: `${rehearsal ? words.rehearsalMark : ''}${sayLine(words, says)}`,
    ...(head === undefined ? {} : { head: words.head(head) }),
  }))
}

function sayGate(words: Words, gate: GateView): NonNullable<SaidView['gate']> {
  return {
    ...gate,
    missing: words.missing(gate.missing),
    barred: gate.barred.map((each) => ({ ...each, because: words.barring(each.because) })),
    values: sayFacts(words, gate.values),
  }
}

function sayNeed(words: Words, { because, at, ...same }: AttentionView): NonNullable<SaidView['attention']> {
  return { ...same, sentence: sayAttention(words, { because, at }) }
}

function sayFacts(words: Words, facts: readonly Fact[]): Fact[] {
  return facts.map(({ name, value }) => ({ name, value: value === '' ? words.emptyValue : value }))
}
