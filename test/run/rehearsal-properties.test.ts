import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintGate, fingerprintPlan } from '../../src/procedure/fingerprint.ts'
import { awaitsConfirmation } from '../../src/run/step/confirm.ts'
import { openGate } from '../../src/run/where.ts'
import { rehearsalLists, type Found } from '../../src/run/rehearsal/lists.ts'
import type { Question, RunState } from '../../src/run/state.ts'
import { ANSWERS, FAILOVER } from './practice.ts'
import { bothApprove, does, losesContact, observes, starts, waits } from './acts.ts'
import { BY_HAND, CONDITIONAL, SMALL } from './documents.ts'
import { PracticeRun } from './practice-run.ts'
import { EARLY_LIST, LATE_LIST } from './rehearsal-documents.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { viewOf } from '../words/said.ts'
import { remarksSaid } from '../words/said.ts'

/** What the estate may answer to a question. */
const ANSWER = fc.constantFrom('done', 'not done', 'cannot tell', 'not ready', 'nothing found', 'refused', 'lost', 'late')
type Answer = typeof ANSWER extends fc.Arbitrary<infer A> ? A : never
const DOCUMENT = fc.constantFrom(SMALL, EARLY_LIST, LATE_LIST, BY_HAND, CONDITIONAL, FAILOVER)
const ESTATE = fc.record({ document: DOCUMENT, answers: fc.infiniteStream(ANSWER) })

test(
  'whatever the estate answers: nothing is ordered, every gate is asked, and each finding stands in one list',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(ESTATE, ({ document, answers }) => {
        const run = rehearsed(document, answers)
        expect(run.made.phase).toBe('done')
        expect(run.entries.flatMap(({ events }) => events.map(({ type }) => type)).filter((type) => ACTS.has(type))).toEqual([])
        expect(gatesNotAsked(run.made)).toEqual([])
        judgeLists(run.made)
      }),
      { numRuns: shortOrLong({ short: 40, long: 120 }) },
    )
  },
)

const ACTS: ReadonlySet<string> = new Set(['ordered', 'claimed', 'attempt-ended', 'lock-asked', 'lock-taken', 'attention'])

function rehearsed(document: typeof SMALL, answers: Iterator<Answer>): PracticeRun {
  const run = new PracticeRun()
  starts({ rehearsal: true, document, answers: document === FAILOVER ? ANSWERS : { database: 'mgc' } })(run)
  for (let turns = 0; run.made.endedAt === undefined; turns++) {
    if (turns > 400) throw new Error(`never ended: step ${run.made.step}, ${run.made.phase}`)
    for (const effect of run.effects)
      if (effect.kind === 'lock' || (effect.kind === 'order' && effect.order.kind !== 'observe')) throw new Error(effect.key)
    viewOf(run.made)
    if (openGate(run.made) !== undefined) bothApprove(run)
    else if (awaitsConfirmation(run.made)) confirms(run)
    else answer(run, answers.next().value as Answer)
    if (run.last.refusal !== undefined) throw new Error(run.last.refusal.code)
  }
  return run
}

function confirms(run: PracticeRun): void {
  const { step } = run.made
  does('dana', { type: 'confirm', step, choice: run.made.plan?.steps[step - 1]?.confirm?.choices[0] ?? '' })(run)
}

function answer(run: PracticeRun, how: Answer): void {
  const { order } = run
  run.ready = how !== 'not ready'
  run.finds = how === 'nothing found' ? {} : everything(run)
  if (how === 'late') waits(61_000)(run)
  if (how === 'lost') return losesUntilItIsLeft(run)
  if (how === 'refused') return observes(undefined, { results: [], refused: { code: 'document-not-held', why: 'no' } })(run)
  const isCheck = order.kind === 'observe' && order.looks[0] === 'check'
  if (how === 'cannot tell') return observes(isCheck ? null : undefined, isCheck ? {} : { results: [] })(run)
  observes(how === 'done')(run)
}

/** Nobody answers, until the question is asked no more. */
function losesUntilItIsLeft(run: PracticeRun): void {
  const asked = ({ step, item, looks }: Partial<Question> = {}): string => JSON.stringify([step, item, looks])
  const first = asked(run.made.question)
  const same = (): boolean => asked(run.made.question) === first
  for (let turns = 0; same() && turns < 10; turns++) losesContact(run)
}

function everything(run: PracticeRun): Record<string, string[]> {
  const step = run.made.plan?.steps[run.order.step - 1]
  return Object.fromEntries(
    Object.entries(step?.captures ?? {}).map(([name, type]) => [
      name,
      type.list ? ['\\\\a\\share\\1.trn', '\\\\a\\share\\2.trn'] : ['\\\\a\\share'],
    ]),
  )
}

/** Steps that name a gate, that a real run would come to, and before which none was asked. */
function gatesNotAsked(state: RunState): number[] {
  const asked = new Set(state.gates.map(({ step }) => step))
  const steps = (state.plan?.steps ?? []).filter(({ gate }) => gate !== undefined)
  return steps.flatMap(({ number }) => {
    const how = state.steps[number - 1]?.done?.how
    return how === 'passed-over' || asked.has(number) ? [] : [number]
  })
}

/** A model of its own: what acts and was not done before a finding. */
function judgeLists(state: RunState): void {
  const { stops, unknown } = rehearsalLists(state)
  const said = (list: readonly Found[], before: boolean): string[] =>
    list.flatMap(({ step, item, says }) => says.map(({ detail }) => JSON.stringify([step, item?.number ?? 0, detail, before])))
  const inLists = [...said(stops, false), ...said(unknown, true)]
  const found = state.findings.map(({ step, item, detail, before }) => JSON.stringify([step, item, detail, before !== undefined]))
  expect(new Set(inLists)).toEqual(new Set(found))
  for (const found of state.findings) {
    const undone = (state.plan?.steps ?? []).filter(({ number, blocks, confirm }) => {
      const acts = confirm !== undefined || blocks.some(({ role }) => role === 'run')
      return number < found.step && acts && state.steps[number - 1]?.done?.how === 'rehearsed'
    })
    if (found.before === undefined && (found.reason === 'refused' || found.reason === 'lost-contact')) continue
    if (found.detail.some(({ is }) => is === 'blocks-answered')) {
      expect(found.before).toBeUndefined()
      continue
    }
    if (found.before === undefined && remarksSaid(found.detail).includes('no rights')) {
      const { blocks = [] } = state.plan?.steps[found.step - 1] ?? {}
      const before = state.steps[found.step - 1]?.items.slice(0, Math.max(0, found.item - 1)) ?? []
      // An earlier item that was there already left nothing undone.
      const own = before.some(({ done }) => done === 'rehearsed') ? blocks : []
      const acted = new Set(
        [...undone.flatMap((step) => step.blocks), ...own].filter(({ role }) => role === 'run').map(({ target }) => target),
      )
      expect(undone.filter(({ confirm }) => confirm !== undefined)).toEqual([])
      expect(blocks.filter(({ role, target }) => role === 'check' && !acted.has(target))).not.toEqual([])
      continue
    }
    if (found.before === undefined) expect(undone.map(({ number }) => number)).toEqual([])
    else expect(found.before.step).toBeLessThanOrEqual(found.step)
  }
}

test('no fingerprint of a rehearsal is one of a real run, whatever is planned', () => {
  const run = rehearsed(SMALL, fc.sample(fc.infiniteStream(fc.constant<Answer>('not done')), 1)[0] ?? [][Symbol.iterator]())
  const { plan } = run.made
  if (plan === undefined) throw new Error('no plan was made')
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), fc.nat(), fc.dictionary(fc.string(), value), (values, gate, captures) => {
      const prints = [true, false].map((rehearsal) => {
        const made = fingerprintPlan({ ...plan, values, rehearsal })
        return [made, fingerprintGate(made, { run: 'R-1', step: 1, gate, captures, after: '' })]
      })
      expect(new Set(prints.flat()).size).toBe(4)
    }),
  )
})
