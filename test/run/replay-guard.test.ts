import { sayInstant } from '../../src/text/instant.ts'
import { expect, test } from 'vitest'
import { approves, cancels, does, gateOf, starts } from './acts.ts'
import { given, running } from './given.ts'

test('one event of a platform leads to one decision', () => {
  running(gateOf(2), approves('amir', { eventId: 'E1' }))
    .when(approves('carol', { eventId: 'E1' }))
    .refuses('replayed', 'R-1 has heard this already (event E1): it counts once.')
    .and((_, run) => expect(run.last.events).toEqual([]))
})

test('a refused decision is used up too', () => {
  running(gateOf(2))
    .when(approves('dana', { eventId: 'E1' }), approves('amir', { eventId: 'E1' }))
    .refusesWith('replayed')
})

test('the event that started the run is used up', () => {
  given(starts({ eventId: 'E1' }))
    .when(cancels('dana'), (run) => run.ask('dana', { type: 'cancel', reason: 'x' }, { eventId: 'E1' }))
    .refusesWith('ended')
  given(starts({ eventId: 'E1' }))
    .when((run) => run.ask('dana', { type: 'cancel', reason: 'x' }, { eventId: 'E1' }))
    .refusesWith('replayed')
})

test('what was asked at another time is not listened to', () => {
  const ago = (ms: number) => new Date(Date.parse(running(gateOf(2)).run.now) + 10 - ms).toISOString()
  running(gateOf(2))
    .when(approves('amir', { at: ago(15 * 60_000 + 1) }))
    .refuses(
      'too-old',
      `This was asked at ${sayInstant(ago(15 * 60_000 + 1))}, and it is ${sayInstant(ago(0))}: ask again if it is still meant. If it was asked just now, the clock of the bot that heard it is 900 s behind the one that decides: set the wrong one right.`,
    )
    .changesNothing()
  running(gateOf(2))
    .when(approves('amir', { at: ago(15 * 60_000) }))
    .leads('heard', 'approved')
  running(gateOf(2))
    .when(approves('amir', { at: ago(-5 * 60_000 - 1) }))
    .refuses(
      'too-old',
      `This was asked at ${sayInstant(ago(-5 * 60_000 - 1))}, and it is only ${sayInstant(ago(0))}: the clock of the bot that heard it is 300 s ahead of the one that decides. Set the wrong one right, then ask again.`,
    )
  running(gateOf(2))
    .when(approves('amir', { at: ago(-5 * 60_000) }))
    .leads('heard', 'approved')
  running(gateOf(2))
    .when(approves('amir', { at: 'yesterday' }))
    .refuses('too-old', `This was asked at yesterday, and it is ${sayInstant(ago(0))}: ask again if it is still meant.`)
  given()
    .when(starts({ at: '2020-01-01T00:00:00.000Z' }))
    .refusesWith('too-old')
})

test('a refused decision is written down', () => {
  running(gateOf(2))
    .when(approves('dana'))
    .and((_, run) =>
      expect(run.last.events).toMatchObject([
        { type: 'heard', person: 'dana' },
        { type: 'refused', person: 'dana', asked: 'approve', code: 'barred' },
      ]),
    )
})

test('wrong answers in a form are not', () => {
  given(starts({ answers: {} }))
    .when(does('dana', { type: 'answer', answers: { colour: 'red' } }))
    .and((_, run) => expect(run.last.events).toEqual([]))
})

test('fifty refusals are written down, the next are counted, and from the thousandth on none leaves a trace', () => {
  const { run } = running(gateOf(2))
  const kinds: (string | undefined)[] = []
  for (let count = 0; count < 52; count++) {
    approves('dana')(run)
    kinds.push(run.last.events[1]?.type)
  }
  expect(kinds.slice(0, 50).every((kind) => kind === 'refused')).toBe(true)
  expect(kinds.slice(50)).toEqual(['refusals-counted', 'refusals-counted'])
  run.state = { ...run.made, refusals: 999 }
  approves('dana')(run)
  expect(run.last.events).toHaveLength(2)
  approves('dana')(run)
  expect(run.last.events).toEqual([])
  expect(run.last.refusal?.code).toBe('barred')
})

test('a reason may have 1,000 characters', () => {
  running(gateOf(2))
    .when(does('dana', { type: 'withdraw', reason: 'x'.repeat(1000) }))
    .leads('heard', 'gate-closed', 'ended')
  running(gateOf(2))
    .when(does('dana', { type: 'withdraw', reason: 'x'.repeat(1001) }))
    .refusesWith('long-reason')
    .changesNothing()
})
