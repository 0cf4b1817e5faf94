/** An order whose connection drops, whose statement fails, or that is stopped: it ends, and is never sent twice. */
import { describe, expect, test } from 'vitest'
import { startPractice, until } from './practice.ts'
import { performed, resultOf } from './performed.ts'

describe('an order to perform', () => {
  test('whose connection drops after the effect is unknown; looking finds it done, and nothing is sent again', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.faults.inject({ kind: 'drop-after', pattern: '^RESTORE' })
    anna.take(order)
    await until(() => practice.run.state?.phase === 'done')
    expect(resultOf(practice)?.type).toBe('unknown')
    expect(practice.instance.effects).toBe(1)
    expect(performed(practice)).toMatchObject([{ outcome: 'dropped after' }])
  })

  test('whose connection drops before the effect calls people, or is tried again where that is safe', async () => {
    for (const [options, phase, effects] of [
      ['timeout: 1m', 'attention', 0],
      ['timeout: 1m\nrepeatable: true', 'done', 1],
    ] as const) {
      await using practice = await startPractice(options)
      const order = await practice.approve()
      const anna = await practice.start('anna')
      practice.run.deliver = anna.take
      practice.faults.inject({ kind: 'drop-before', pattern: '^RESTORE' })
      anna.take(order)
      await until(() => practice.run.state?.phase === phase)
      expect(resultOf(practice)?.type).toBe('unknown')
      expect(practice.instance.effects).toBe(effects)
    }
  })

  test('whose statement fails is failed, with the number and the line of the document', async () => {
    await using practice = await startPractice()
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    practice.faults.inject({ kind: 'error', pattern: '^RESTORE', error: { number: 3101, text: 'Exclusive access could not be obtained.' } })
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    expect(resultOf(practice)).toMatchObject({
      type: 'failed',
      result: {
        ok: false,
        errors: [
          { message: 'Exclusive access could not be obtained.', code: '3101', severity: 16, place: 'commands/restore-database.md:23' },
        ],
      },
    })
  })

  test('that takes longer than the document allows, or is told to stop, is stopped on the server', async () => {
    await using practice = await startPractice('timeout: 1s')
    practice.instance.restoreMs = 60_000
    const order = await practice.approve()
    const anna = await practice.start('anna')
    practice.run.deliver = anna.take
    anna.take(order)
    await until(() => practice.run.state?.phase === 'attention')
    expect(resultOf(practice)).toMatchObject({
      type: 'failed',
      result: {
        errors: [
          {
            message:
              'It took longer than the 1 s that the document allows, and the server confirmed the stop; what it had done until then stays.',
          },
        ],
      },
    })
    expect(performed(practice)).toMatchObject([{ outcome: 'cancelled' }])
    expect(practice.instance.effects).toBe(0)
  })

  test('is stopped on the server when people stop it, and when the worker is closed', async () => {
    for (const how of ['stop', 'close'] as const) {
      await using practice = await startPractice()
      practice.instance.restoreMs = 60_000
      const order = await practice.approve()
      const anna = await practice.start('anna')
      anna.take(order)
      await until(() => performed(practice).length === 1)
      if (how === 'stop') anna.stop(order.key)
      else await anna.close()
      await until(() => resultOf(practice))
      expect(resultOf(practice)).toMatchObject({
        type: 'failed',
        result: { errors: [{ message: 'It was told to stop, and the server confirmed the stop; what it had done until then stays.' }] },
      })
      expect(practice.instance.effects).toBe(0)
    }
  })
})
