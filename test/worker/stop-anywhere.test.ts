import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/run/command.ts'
import { inEnglish } from './said.ts'
import { startPractice, until, type Practice } from './practice.ts'
import {
  AGAIN,
  IMPATIENT,
  isGranted,
  outcomeOf,
  PATIENT,
  performStruck,
  sentTo,
  strikeAt,
  sweep,
  type Moment,
  type Strike,
  type Struck,
  type World,
} from './struck.ts'

const LIMIT = { timeout: 300_000 }
const EVERY: Moment[] = ['claim', 'claimed', 'from server', 'history', 'opens', 'to server']
const kinds = (moments: Moment[]) => [...new Set(moments)].toSorted()

const told = (practice: Practice, struck: Struck) => ({
  ...struck,
  granted: isGranted(practice),
  sent: sentTo(practice).map(({ outcome }) => outcome),
  outcome: outcomeOf(practice),
})

describe('an order to perform, struck at each moment of it', LIMIT, () => {
  test('by a stop: before the claim nothing is sent, after it the truth is told', async ({ signal }) => {
    const moments = await sweep(signal, (at) =>
      performStruck(
        at,
        PATIENT,
        (_, stop) => stop(),
        (practice, struck) => {
          const seen = told(practice, struck)
          // What was on its way to the server when the stop came may be the statement itself.
          if (!seen.sentBefore && seen.moment !== 'to server') expect(seen).toMatchObject({ sent: [] })
          if (!seen.granted) expect(seen).toMatchObject({ sent: [] })
          if (seen.sent.length === 0) {
            const code = expect.stringMatching(seen.granted ? /^(too-late|not-sent)$/ : /^(worker-stopping|claim-unanswered)$/)
            expect(seen).toMatchObject({ outcome: { type: 'refused', code } })
          } else if (seen.outcome?.type === 'failed') {
            // It says that it was stopped, and that what it had done stays: the check is asked next.
            const message = 'It was told to stop, and the server confirmed the stop; what it had done until then stays.'
            expect(inEnglish(seen.outcome.result.errors)).toEqual([{ message, place: 'commands/restore-database.md:23' }])
          } else {
            expect(seen).toMatchObject({ outcome: { type: 'ran' }, sent: ['done'] })
          }
        },
      ),
    )
    expect(kinds(moments)).toEqual(EVERY)
  })

  const silence: [string, Strike][] = [
    ['silent', (practice) => void (practice.wire.silent = true)],
    [
      'silent and a stop comes',
      (practice, stop) => {
        practice.wire.silent = true
        stop()
      },
    ],
  ]
  test.for(silence)(
    'by a network that falls %s: refused before the claim, unknown after what was sent, and it ends',
    async ([, strike], { signal }) => {
      const moments = await sweep(signal, (at) =>
        performStruck(at, IMPATIENT, strike, (practice, struck) => {
          const seen = told(practice, struck)
          // Silence in its check is a check that cannot tell.
          if (!seen.granted)
            expect(seen).toMatchObject({ sent: [], outcome: { type: expect.stringMatching(/^(refused|looked)$/) as string } })
          else if (seen.outcome?.type === 'refused') expect(seen).toMatchObject({ sent: [] })
          // What the server had answered before the silence is known; everything else is not, sent or swallowed.
          else if (seen.outcome?.type !== 'ran') expect(seen).toMatchObject({ outcome: { type: 'unknown' } })
          else expect(seen).toMatchObject({ sent: ['done'] })
        }),
      )
      expect(kinds(moments)).toEqual(EVERY)
    },
  )
})

describe('an order to look for an attempt that was lost, struck at each moment of it', LIMIT, () => {
  /** Ends with the answer of the worker that looked. */
  const observeStruck = async (
    at: number,
    pauses: typeof PATIENT,
    strike: Strike,
    judge: (said: Command & { type: 'observed' }, struck: Struck) => void,
  ): Promise<World | typeof AGAIN> => {
    await using practice = await startPractice('timeout: 1s')
    const order = await practice.approve()
    const anna = await practice.start('anna', { pauses: PATIENT })
    practice.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
    anna.take(order)
    const look = await until(() => practice.run.orders.find((each) => each.kind === 'observe' && each.attempt !== undefined))
    const bert = await practice.start('bert', { pauses })
    const struck = strikeAt(practice, at, () => strike(practice, () => bert.stop(look.key)))
    bert.take(look)
    const said = await until(() =>
      practice.run.answers.map(({ command }) => command).find((each) => each.type === 'observed' && each.order === look.key),
    )
    if (said.type !== 'observed') throw new Error(said.type)
    if (!struck.now && said.lockHeld !== true) return AGAIN
    if (struck.now) judge(said, struck.now)
    return struck
  }

  test('by a stop: it says that it was stopped, or all that it saw', async ({ signal }) => {
    const whole = { results: [{ ok: true, rows: [{ done: 0, detail: 'mgc is RESTORING' }] }], lockHeld: true }
    const moments = await sweep(signal, (at) =>
      observeStruck(
        at,
        PATIENT,
        (_, stop) => stop(),
        (said) => {
          if (said.refused) expect(said).toMatchObject({ results: [], refused: { code: 'worker-stopping' } })
          else expect(said).toMatchObject(whole)
        },
      ),
    )
    expect(kinds(moments)).toEqual(['from server', 'history', 'opens', 'to server'])
  })

  test('by a network that falls silent: it holds no lock, or has no answer, and it ends', async ({ signal }) => {
    await sweep(signal, (at) =>
      observeStruck(
        at,
        IMPATIENT,
        (practice) => void (practice.wire.silent = true),
        ({ results: [result], lockHeld, refused }, struck) => {
          const seen = { ...struck, ok: result?.ok, lockHeld, refused }
          // Not done is believed of a whole answer under the lock alone.
          if (result?.ok === true && lockHeld === true) expect(result.rows).toEqual([{ done: 0, detail: 'mgc is RESTORING' }])
          else expect(seen).toMatchObject(result?.ok === true ? { lockHeld: false } : { ok: false })
        },
      ),
    )
  })
})
