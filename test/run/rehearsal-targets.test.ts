/** What a rehearsal says of a target hangs on what acts on it before, and where. */
import { describe, expect, test } from 'vitest'
import { does, observes, starts, stepOf, theEnd, until, type Act } from './acts.ts'
import { CHECK, document, documentOfNodes, NODE_TARGETS, NODES, RUN, SHELL_CHECK, SHELL_RUN, step, subStep } from './documents.ts'
import { given } from './given.ts'
import { rehearsalSaid } from './rehearsal-said.ts'

const GATE = ['gate: disaster-recovery']
const ON_OTHER = (block: string) => block.replace('on=backup', 'on=other')
const SQL = (title: string) => step(title, GATE, RUN, CHECK)
const OTHER_SQL = (title: string) => step(title, GATE, ON_OTHER(RUN), ON_OTHER(CHECK))
const SHELL = (title: string) => step(title, GATE, SHELL_RUN, SHELL_CHECK)
const SHELL_CHECKED_BY_SQL = (title: string) => step(title, GATE, SHELL_RUN, CHECK)
const SQL_CHECKED_BY_SHELL = (title: string) => step(title, GATE, RUN, SHELL_CHECK)
const HAND = (title: string) => step(title, ['confirm:', '  ask: "Is it done?"', '  choices: [done]'])

function rehearsed(steps: string[], ...acts: Act[]) {
  const { id, text } = document('targets', ...steps)
  const two = text.replace('\n---\n', '\n  other: { type: sql-server, ask: "Which other server?", default: SECM }\n---\n')
  return given(starts({ rehearsal: true, document: { id, text: two } }), ...acts)
}

const saysDone: Act = (run) => {
  until((state) => state.phase === 'waiting' && state.gates.every(({ passed }) => passed !== undefined))(run)
  does('dana', { type: 'confirm', step: run.made.step, choice: 'done' })(run)
}

describe('what is done already today is asked again', () => {
  const last = (steps: string[], ...acts: Act[]) =>
    rehearsalSaid(rehearsed(steps, (run) => run.done.add(`${steps.length}/0`), ...acts, theEnd).run.made).at(-1)

  test.each<[because: string, steps: string[], said: string, hands?: number]>([
    [
      'a step before it acts on its server',
      [SQL('Stop'), SQL('Go')],
      'Step 2 "Go": it is there today; step 1 acts on SEC before it, so it is asked again then.',
    ],
    [
      'a step before it acts on its server, nearer ones act elsewhere',
      [SQL('Stop'), SHELL('Set'), OTHER_SQL('Wait'), SQL('Go')],
      'Step 4 "Go": it is there today; step 1 acts on SEC before it, so it is asked again then.',
    ],
    [
      'PowerShell, which may change anything, comes before it',
      [SHELL('Set'), SQL('Go')],
      'Step 2 "Go": it is there today; step 1 acts on management before it, so it is asked again then.',
    ],
    [
      'its check, which may look anywhere, is in PowerShell',
      [SQL('Stop'), SQL_CHECKED_BY_SHELL('Go')],
      'Step 2 "Go": it is there today; step 1 acts on SEC before it, so it is asked again then.',
    ],
    [
      'a person does something by hand before it',
      [HAND('Ring'), SQL('Go')],
      'Step 2 "Go": it is there today; step 1 is done by hand before it, so it is asked again then.',
      1,
    ],
  ])('where %s', (_, steps, said, hands = 0) => {
    expect(last(steps, ...Array.from({ length: hands }, () => saysDone))).toBe(said)
  })

  test('but not where only another server is acted on before it, in SQL', () => {
    expect(last([OTHER_SQL('Wait'), SQL('Go')])).toBe('Step 2 "Go": it is there.')
  })

  test('but not where the step before it is done already as well', () => {
    expect(last([SQL('Stop'), SQL('Go')], (run) => run.done.add('1/0'))).toBe('Step 2 "Go": it is there.')
  })

  test('but not where its check asks a server that no step before it acts on, whatever it runs itself', () => {
    expect(last([OTHER_SQL('Wait'), SHELL_CHECKED_BY_SQL('Go')])).toBe('Step 2 "Go": it is there.')
  })
})

describe('a check that cannot tell is of today', () => {
  const cannotTell = (...acts: Act[]) =>
    rehearsalSaid(rehearsed([SQL('Stop'), SHELL('Set'), SQL('Go')], ...acts, stepOf(3), observes(null), theEnd).run.made)

  test('where the step that acts on its server is done already', () => {
    expect(cannotTell((run) => run.done.add('1/0')).slice(0, 2)).toEqual([
      'Would stop today (1):',
      'Step 3 "Go" has a check that cannot tell: no rights.',
    ])
  })

  test('and not where that step was only rehearsed', () => {
    expect(cannotTell().slice(0, 3)).toEqual([
      'Would stop today: nothing.',
      'Cannot be known before an earlier step is done (1):',
      'Before step 2 is done: step 3 "Go" has a check that cannot tell: no rights.',
    ])
  })

  const second = until(({ step: number, item, question }) => number === 1 && item === 2 && question?.looks[0] === 'check')

  test('and not where a sub-step before it acts on the same server', () => {
    const acts = (title: string) => subStep(title, ['settle: 1s'], RUN, CHECK)
    const turns = documentOfNodes('turns', step('Drain', [...GATE, 'each: node of nodes'], acts('Stop'), acts('Go')))
    const { made } = given(starts({ rehearsal: true, document: turns, targets: NODE_TARGETS }), second, observes(null)).run
    expect(made.findings).toMatchObject([{ step: 1, item: 2, before: { step: 1, item: 1 } }])
  })

  test('where the items before it are on other servers', () => {
    const { made } = given(
      starts({ rehearsal: true, document: NODES, targets: NODE_TARGETS }),
      second,
      observes(null),
      until((state) => state.step === 2),
    ).run
    expect(rehearsalSaid(made).slice(0, 2)).toEqual([
      'Would stop today (1):',
      'Step 1 "Stop", item 2 of 2 (FAR), has a check that cannot tell: no rights.',
    ])
  })
})
