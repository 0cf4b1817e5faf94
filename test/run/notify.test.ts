/** What a step tells people: once, behind its gate, and before it acts or asks. */
import { describe, expect, test } from 'vitest'
import { due } from '../../src/run/due.ts'
import type { RunState } from '../../src/run/state.ts'
import { opensOf } from '../../src/run/view/gate.ts'
import { tellsOf } from '../../src/run/view/tells.ts'
import { openGate, standingAttempt } from '../../src/run/where.ts'
import { en } from '../../src/words/en.ts'
import { linesOf, doneSaid } from '../words/said.ts'
import { approves, bothApprove, claims, deviates, does, ends, FAILED, locks, observes, RAN, starts, until, type Act } from './acts.ts'
import { CHECK, document, RUN, step, TELLING, UNDO } from './documents.ts'
import { given, Given } from './given.ts'
import { PEOPLE } from './practice.ts'
import type { PracticeRun } from './practice-run.ts'

const telling = (...acts: Act[]): Given => given(starts({ document: TELLING }), locks, ...acts)
const told = (state: RunState) => due(state).filter(({ kind }) => kind === 'tell')
const said = ({ entries }: PracticeRun): number => entries.flatMap(({ events }) => events).filter(({ type }) => type === 'notified').length
const TOLD_MAX = { kind: 'tell', key: 'tell:step-1', step: 1, people: ['max'] }

describe('what a step tells people', () => {
  test('waits for its gate, whose card says it', () => {
    telling(observes())
      .when()
      .is('waiting')
      .and((state) => {
        expect(told(state)).toEqual([])
        const gate = openGate(state)
        const [stop, say] = gate === undefined ? [] : opensOf(state, gate).steps
        expect(stop?.tells && en.card.gate.tells(stop.tells)).toBe('Then it tells duty-managers: mgc on SEC stops now.')
        expect(say?.tells && en.card.gate.tells(say.tells)).toBe('Then it says here: mgc is stopped.')
      })
  })

  test('goes out before the step acts, to each of the group', () => {
    telling(observes())
      .when(bothApprove)
      .leads('heard', 'approved', 'gate-passed', 'notified', 'ordered')
      .and((state, { entries }) => {
        expect(told(state)).toEqual([TOLD_MAX])
        const entry = entries.at(-1)
        expect(entry && linesOf(entry, telling(observes(), approves('amir')).run.made).map(({ text }) => text)).toContain(
          'Step 1 "Stop" tells duty-managers (Max): mgc on SEC stops now.',
        )
      })
  })

  test('is all that a step may consist of, and is said where everybody reads', () => {
    telling(observes(), bothApprove, claims())
      .when(ends(RAN, true))
      .and((state, run) => {
        expect(doneSaid(state, 1)).toEqual({ how: 'told', detail: '' })
        expect(run.last.events).toContainEqual({ type: 'notified', step: 2, to: 'conversation', values: { database: 'mgc' } })
        expect(told(state).map(({ key }) => key)).toEqual(['tell:step-1', 'tell:step-3'])
      })
  })

  test('of a step that reads as well is not all of it: such a step has read', () => {
    const both = document(
      'both',
      step(
        'Look',
        ['notify: { to: conversation, say: "{database} is looked at." }', 'captures: { share: path }'],
        '```sql read on=backup\nSELECT share = s.place FROM dbo.places s;\n```\n',
      ),
    )
    given(starts({ document: both }), locks)
      .when(observes())
      .leads('observed', 'captured', 'notified', 'step-done', 'ended')
      .and((state) => expect(state.steps[0]?.done?.how).toBe('read'))
  })

  test('says a time as one, whatever number it is kept as', () => {
    const text = TELLING.text
      .replace('{database} is stopped.', '{database} is back in {outage}, of {most} at most.')
      .replace('  backup:', '  outage: { type: duration, ask: "How long?" }\n  most: { type: integer, ask: "How many?" }\n  backup:')
    given(starts({ document: { ...TELLING, text }, answers: { database: 'mgc', outage: '90m', most: '5' } }), locks, observes())
      .when(bothApprove, claims(), ends(RAN, true))
      .and((_, run) =>
        expect(run.last.events).toContainEqual({
          type: 'notified',
          step: 2,
          to: 'conversation',
          values: { database: 'mgc', outage: { ms: 5_400_000 }, most: '5' },
        }),
      )
  })

  test('is said once, however often the step is begun', () => {
    telling(observes(), bothApprove, claims(), ends(FAILED, false), deviates('dana', 'retry'), bothApprove)
      .when(claims())
      .leads('claimed')
      .and((state, run) => {
        expect(said(run)).toBe(1)
        expect(told(state)).toEqual([TOLD_MAX])
      })
  })

  test('is said once also where the step was undone and is begun again', () => {
    const again = document(
      'again',
      step('Stop', ['gate: disaster-recovery', 'notify: { to: duty-managers, say: "{database} stops." }'], RUN, CHECK, UNDO),
      step('Break', [], RUN, CHECK),
    )
    const undoes = until((state) => standingAttempt(state)?.undo === true)
    const gone: Act = (run) => run.done.delete('1/0')
    const second = until((state) => standingAttempt(state)?.id.step === 2)
    given(starts({ document: again }), locks, second, claims(), ends(FAILED, false))
      .when(
        deviates('dana', 'undo', { from: 1 }),
        bothApprove,
        undoes,
        claims(),
        gone,
        ends(RAN, false),
        deviates('dana', 'retry'),
        bothApprove,
        second,
      )
      .and((state, run) => {
        expect(run.entries.flatMap(({ events }) => events).filter(({ type }) => type === 'undone')).toHaveLength(1)
        expect(said(run)).toBe(1)
        expect(told(state)).toEqual([TOLD_MAX])
      })
  })

  test('is nothing to say of what is done already', () => {
    telling()
      .when(observes(true))
      .and((state) => expect(told(state).map(({ key }) => key)).toEqual(['tell:step-3']))
  })

  test('is said before a person is asked', () => {
    telling(observes(true))
      .when()
      .is('waiting')
      .and((state, run) => expect(run.last.events.map(({ type }) => type).slice(-2)).toEqual(['notified', 'confirm-asked']))
      .and((state) => expect(told(state)).toEqual([{ kind: 'tell', key: 'tell:step-3', step: 3, people: ['dana', 'erin'] }]))
  })

  test('reaches nobody where nobody is in the group any more, and stops nothing', () => {
    given(starts({ document: TELLING, people: PEOPLE.filter(({ id }) => id !== 'max') }), locks, observes(), bothApprove)
      .when()
      .and((state) => {
        expect(told(state)).toEqual([])
        expect(en.lines.notified({ line: 'notified', names: [], rehearsal: false, ...tellsOf(state, 1) })).toBe(
          'Step 1 "Stop" tells duty-managers, in which nobody is: mgc on SEC stops now.',
        )
      })
  })

  test('stays said when the run has ended, for whoever was not reached yet', () => {
    telling(observes(), bothApprove, claims(), ends(RAN, true), does('dana', { type: 'confirm', step: 3, choice: 'done' }))
      .when()
      .is('done')
      .and((state) => expect(told(state).map(({ key }) => key)).toEqual(['tell:step-1', 'tell:step-3']))
  })

  test('is only spoken of in a rehearsal, which tells nobody', () => {
    const { run: before } = given(starts({ document: TELLING, rehearsal: true }), observes(), approves('amir'))
    const { made } = before
    new Given(before).when(approves('carol')).and((state, run) => {
      const entry = run.entries.at(-1)
      expect(
        entry &&
          linesOf(entry, made)
            .map(({ text }) => text)
            .filter((text) => text.includes('would')),
      ).toEqual([
        'REHEARSAL · Step 1 "Stop" would tell duty-managers (Max): mgc on SEC stops now.',
        'REHEARSAL · Step 2 "Say so" would say here: mgc is stopped.',
        'REHEARSAL · Step 3 "Ring" would tell operators (Dana, Erin): Ring whoever uses mgc.',
      ])
      expect(said(run)).toBe(3)
      expect(told(state)).toEqual([])
      expect(state.steps[1]?.done?.how).toBe('rehearsed')
    })
  })
})
