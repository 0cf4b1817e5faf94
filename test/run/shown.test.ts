/** What a view of a run holds, and what it leaves out. */
import { describe, expect, test } from 'vitest'
import { gateView } from '../../src/run/view/gate.ts'
import { attentionView, viewOf } from '../../src/run/view/view-of.ts'
import { statusOf as statusSaid } from '../words/said.ts'
import {
  answers,
  bothApprove,
  claimOf,
  deviates,
  does,
  FAILED,
  gateOf,
  locks,
  losesContact,
  observes,
  rejects,
  reports,
  starts,
  until,
  type Act,
} from './acts.ts'
import { BY_HAND, CHECK, document, NODE_TARGETS, RUN, SMALL, step, TELLING, TURNS, UNCHECKED, UNDO, WAITING } from './documents.ts'
import { given, running } from './given.ts'
import type { PracticeRun } from './practice-run.ts'
import { reversed, undoes, undoGate } from './undoing.ts'

const asking = (parameters: string, ...rest: [from: string, to: string][]) => {
  const text = rest.reduce((so, [from, to]) => so.replace(from, to), SMALL.text)
  return { id: 'small', text: text.replace('\n---\n', `\n${parameters}\n---\n`) }
}

describe('a view holds', () => {
  test('the objective of a document that has one', () => {
    const document = asking('', ['lock:', 'objective: { recovery-time: 30m }\nlock:'])
    expect(viewOf(given(starts({ document })).run.made).objectiveMs).toBe(1_800_000)
    expect(viewOf(running().run.made)).not.toHaveProperty('objectiveMs')
  })

  test('the fingerprint of a plan, once there is one', () => {
    const { made } = running().run
    expect(viewOf(made).fingerprint).toBe(made.fingerprint)
    expect(viewOf(given(starts({ answers: {} })).run.made)).not.toHaveProperty('fingerprint')
  })

  test('the newest gate that waits no more, also while the next one waits', () => {
    expect(viewOf(running(gateOf(2)).run.made)).not.toHaveProperty('decided')
    expect(viewOf(running(gateOf(5)).run.made).decided).toEqual({ gate: 1, approved: ['Amir', 'Carol'] })
    expect(viewOf(running(gateOf(2), rejects('carol')).run.made).decided).toMatchObject({ gate: 1, closed: 'rejected' })
  })

  test('the lists of a rehearsal, and none of a real run', () => {
    expect(viewOf(given(starts({ rehearsal: true })).run.made)).toHaveProperty('rehearsed')
    expect(viewOf(given(starts({ rehearsal: true, answers: {} })).run.made)).not.toHaveProperty('rehearsed')
    expect(viewOf(running(gateOf(2)).run.made)).not.toHaveProperty('rehearsed')
  })

  test('what was answered, and what nobody answered and nobody had to as empty', () => {
    const document = asking('  word: { type: text, ask: "Which word?", optional: true }')
    const wordOf = (answers: Record<string, string>) =>
      viewOf(given(starts({ document, answers: { database: 'mgc', ...answers } })).run.made).facts.filter(
        ({ name }) => name === 'Which word?',
      )
    expect(wordOf({ word: 'this' })).toEqual([{ name: 'Which word?', value: 'this' }])
    expect(wordOf({})).toEqual([{ name: 'Which word?', value: '' }])
    expect(viewOf(given(starts({ document, answers: {} })).run.made).facts).toEqual([])
  })

  test('of a question its example, and what its default is made of until that is answered', () => {
    const document = asking('  word: { type: text, ask: "Which word?", example: yes, default: "{database}-x" }')
    expect(viewOf(given(starts({ document, answers: {} })).run.made).questions.at(-1)).toEqual({
      name: 'word',
      ask: 'Which word?',
      type: 'text',
      example: 'yes',
      madeOf: '{database}-x',
      required: false,
    })
  })
})

test('a question for a secret offers the names that the installation has, and takes no other', () => {
  const document = asking('  key: { type: secret, ask: "Which key?" }')
  const asked = () => given(starts({ document, answers: {}, secretNames: ['chat-pfx'] }))
  expect(viewOf(asked().run.made).questions.at(-1)).toMatchObject({ name: 'key', choices: [{ title: 'chat-pfx', value: 'chat-pfx' }] })
  asked()
    .when(answers('dana', { database: 'mgc', key: 'chat-pfx' }))
    .leads('heard', 'answered', 'planned', 'lock-asked')
  asked()
    .when(answers('dana', { database: 'mgc', key: 'hunter2' }))
    .refusesWith('bad-answers')
})

describe('in attention', () => {
  test('a status says why', () => {
    expect(statusSaid(running(claimOf(2), reports(FAILED), observes(false)).run.made)).toBe(
      'Step 2 "Stop" failed on SEC after 12 s: RESTORE DATABASE is terminating abnormally (error 3013, level 16). Its check says: it is not there. Retry, skip, mark it done or abort: each needs a reason and a second person.',
    )
  })

  test('nothing is offered while a gate asks for a way on, not even a way back', () => {
    const before = attentionView(reversed().run.made)
    expect(before).toMatchObject({ offers: ['retry', 'undo', 'skip', 'mark-done', 'abort'], mayUndoTo: [2, 3, 4] })
    const asked = attentionView(reversed(deviates('dana', 'skip')).run.made)
    expect(asked?.offers).toEqual([])
    expect(asked).not.toHaveProperty('mayUndoTo')
  })

  test('no retry and no undo is offered where the rules refuse each', () => {
    const view = attentionView(given(starts({ document: UNCHECKED }), locks, claimOf(1), losesContact).run.made)
    expect(view).toMatchObject({ offers: ['skip', 'mark-done', 'abort'], mayBeginFrom: [] })
    expect(view).not.toHaveProperty('mayUndoTo')
  })
})

test('a question that is out says how long it is asked only where it is waited for', () => {
  const asked = (over: object, ...acts: Act[]) => statusSaid(given(starts({ document: WAITING, ...over }), ...acts).run.made)
  expect(viewOf(given(starts({ document: WAITING }), locks).run.made).status).not.toHaveProperty('waitMs')
  expect(asked({}, locks)).toBe('Asks whether step 1 "Stop" is done already.')
  expect(asked({}, locks, observes(false))).toBe('Waits until step 1 "Stop" may begin, 30 min at most.')
  expect(asked({ rehearsal: true }, observes(false))).toBe('Asks whether step 1 "Stop" would have to wait.')
})

describe('a gate opens', () => {
  const opens = (document: typeof SMALL, ...acts: Act[]) =>
    gateView(given(starts({ document, targets: NODE_TARGETS }), locks, ...acts).run.made)?.opens
  const says = does('amir', { type: 'confirm', step: 1, choice: 'done' })
  const plain = { blocks: 0, byHand: false, oneWay: false, prose: 'What it means.', targets: [] }

  test('the steps behind it up to the next one, with who acts in each', () => {
    expect(opens(BY_HAND, says, gateOf(2))).toEqual({
      steps: [{ ...plain, step: 2, title: 'Stop', blocks: 1, targets: ['SEC'] }],
      nextGate: 3,
    })
    expect(opens(BY_HAND, says, gateOf(3))).toEqual({ steps: [{ ...plain, step: 3, title: 'Unplug', byHand: true }] })
    expect(opens(TURNS, gateOf(1))?.steps.map(({ byHand }) => byHand)).toEqual([true, false])
    const alone = { ...TURNS, text: TURNS.text.replace(/### Ask[^]*?(?=### Tell)/, '') }
    expect(opens(alone, gateOf(1))?.steps.map(({ byHand }) => byHand)).toEqual([false, false])
  })

  test('what each of them tells people, and nothing where one tells nobody', () => {
    const tells = (...acts: Act[]) => opens(TELLING, ...acts)?.steps.map((each) => each.tells?.to)
    expect(tells(gateOf(1))).toEqual(['duty-managers', 'conversation', 'operators'])
    expect(opens(SMALL, gateOf(2))?.steps.filter((each) => 'tells' in each)).toEqual([])
    // What was said is not said again.
    expect(tells(claimOf(1), reports(FAILED), observes(false), deviates('dana', 'retry'))).toEqual([undefined, 'conversation', 'operators'])
  })

  test('the undo of a step, of which nobody is told', () => {
    const again = document(
      'again',
      step('Stop', ['gate: disaster-recovery', 'notify: { to: duty-managers, say: "{database} stops." }'], RUN, CHECK, UNDO),
      step('Break', [], RUN, CHECK),
    )
    expect(opens(again, claimOf(2), reports(FAILED), observes(false), undoes(1), undoGate)).toEqual({
      steps: [{ ...plain, step: 1, title: 'Stop', blocks: 1, targets: ['SEC'], canBeUndone: true }],
    })
    // Nobody was told of it, because people had marked it done, and nobody is told of its undo.
    const marked = [observes(null), deviates('dana', 'mark-done'), bothApprove, (run: PracticeRun) => void run.done.add('1/0')]
    const gated = { ...again, text: again.text.replace('## Break\n', '## Break\n\n```yaml\ngate: disaster-recovery\n```\n') }
    expect(opens(gated, ...marked, claimOf(2), reports(FAILED), observes(false), undoes(1), undoGate)?.steps).toEqual([
      { ...plain, step: 1, title: 'Stop', blocks: 1, targets: ['SEC'], canBeUndone: true },
    ])
  })

  test('a list whole where it is begun anew, also in the middle of it', () => {
    const second = until(({ steps }) => steps[3]?.items[1]?.attempts[0]?.claim !== undefined)
    const [apply] = opens(SMALL, second, reports(FAILED), observes(false), deviates('dana', 'retry'))?.steps ?? []
    expect(apply?.each).toEqual({ list: 'files', items: 2 })
  })

  test('statements, those in SQL with their database', () => {
    const { statements = [] } = gateView(running(gateOf(2)).run.made) ?? {}
    expect(statements.map(({ step: number, language, database }) => [number, language, database])).toEqual([
      [2, 'sql', 'master'],
      [3, 'powershell', undefined],
      [4, 'sql', 'master'],
    ])
    expect(statements[1]).not.toHaveProperty('database')
  })
})
