import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyText } from '../../src/audit/verify.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { publicKeysOf } from '../../src/engine/keys/public-keys.ts'
import { startEngine } from '../../src/engine/start-engine.ts'
import type { Progress } from '../../src/run/view/view.ts'
import { shown, startBot } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { openDrillHouse } from './drill-installation.ts'
import { approve, claim, start, withdraw } from './drill.ts'
import { alive, until } from './until.ts'

let house: DrillHouse
beforeAll(async () => {
  house = await openDrillHouse()
})
afterAll(() => house.close())

describe('a run', () => {
  test('is led from the question to the order by the engine alone, and its conversation and audit file follow', async () => {
    const { run, order } = await house.ordered()
    expect(order).toMatchObject({ kind: 'perform', run, site: 'east', attempt: { step: 1, item: 0, number: 1 } })
    const { entries, heads } = await house.client.history(run)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(heads).toMatchObject([{ run, final: false }])
    await until('the last line is posted', () => shown(house.stateDir).some(({ view }) => view.run === run && view.seq === entries.length))
    const file = readFileSync(join(house.stateDir, 'audit', `${run}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    expect(file).toHaveLength(entries.length + heads.length)
    const keys = publicKeysOf('test', recordedKeys(house.stateDir), house.setUp.workers)
    expect(verifyText(`${file.join('\n')}\n`, keys)).toMatchObject({ verdict: 'incomplete', entries: entries.length, heads: 1 })
    expect(await house.client.runs()).toContainEqual(expect.objectContaining({ run, phase: 'working', title: 'Bring a database online' }))
  })

  test('shows the progress of a claimed attempt, and writes no entry for it', async () => {
    const { run, order, head } = await house.ordered()
    expect(await house.client.command(house.byWorker(claim(run, order.key, 'a', head)))).toMatchObject({ accepted: true })
    const { entries } = await house.client.history(run)
    for (const percent of [10, 40]) {
      const progress: Progress = {
        run,
        order: order.key,
        step: 1,
        item: 0,
        percent,
        text: `${percent} percent processed.`,
        at: new Date().toISOString(),
      }
      await house.worker.beat({ running: [{ order: order.key, progress }] })
      await until(`${percent} percent are shown`, () =>
        shown(house.stateDir).some((request) => request.progress?.order === order.key && request.progress.percent === percent),
      )
    }
    expect((await house.client.history(run)).entries).toEqual(entries)
  })

  test('keeps what it recorded when the engine is killed, and the bot starts it again', async () => {
    const { run, gate } = await house.atGate()
    expect(await house.client.command(house.byChat(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
    const before = await house.client.history(run)
    const pid = Number(readFileSync(house.directory.pid, 'utf8'))
    process.kill(pid, 'SIGKILL')
    expect(await until('it answers again', () => house.client.history(run).catch(() => undefined))).toEqual(before)
    expect(await house.client.command(house.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await house.orderWhere(run, 'perform')
  }, 30_000)

  test('keeps what it recorded when bot and engine are killed', async () => {
    const { run, gate } = await house.atGate()
    expect(await house.client.command(house.byChat(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
    const before = await house.client.history(run)
    const pid = Number(readFileSync(house.directory.pid, 'utf8'))
    await house.bot.kill()
    process.kill(pid, 'SIGKILL')
    await until('it is gone', () => !alive(pid))
    house.bot = await startBot(house.setUp)
    expect(await house.client.history(run)).toEqual(before)
    expect(await house.client.command(house.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await house.orderWhere(run, 'perform')
  }, 30_000)

  test('goes on when the bot is killed: commands that came meanwhile are decided by the next one', async () => {
    const { run, gate } = await house.atGate()
    await house.bot.kill()
    const waiting = house.client.command(house.byChat(approve(run, 'amir', gate)), 'the click of Amir')
    house.bot = await startBot(house.setUp)
    expect(await waiting).toMatchObject({ accepted: true })
    expect(await house.client.command(house.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await house.orderWhere(run, 'perform')
  }, 30_000)

  test('expires by a timer that was set before the bot was killed', async () => {
    const { run } = await house.atGate({ expiresMs: 2000 })
    await house.bot.kill()
    house.bot = await startBot(house.setUp)
    expect(await house.viewWhere(run, (view) => view.phase === 'expired')).toMatchObject({ run, phase: 'expired' })
  }, 30_000)

  test('that wants what another one protects waits, and goes on when that has ended', async () => {
    const { run: first } = await house.atGate({ database: 'shared' })
    const second = await house.client.newRun()
    await house.client.command(house.byChat(start(second, { database: 'shared' })))
    const waited = await until('it waits', async () => {
      const { entries } = await house.client.history(second)
      return entries.flatMap((entry) => entry.events).find((event) => event.type === 'lock-waited')
    })
    expect(waited).toEqual({ type: 'lock-waited', lock: 'drill/shared', holder: `${first} "Bring a database online"` })
    await house.client.command(house.byChat(withdraw(first)))
    await house.orderWhere(second, 'observe')
  })
})

describe('the same thing twice', () => {
  test('one event asks for one run', async () => {
    expect(await house.client.newRun('slash command 1')).toBe(await house.client.newRun('slash command 1'))
    expect(await house.client.newRun('slash command 2')).not.toBe(await house.client.newRun('slash command 1'))
  })

  test('one click, delivered twice under its key, is decided once', async () => {
    const { run, gate } = await house.atGate()
    const click = house.byChat(approve(run, 'amir', gate))
    const [once, twice] = await Promise.all([house.client.command(click, `click ${run}`), house.client.command(click, `click ${run}`)])
    expect(once).toMatchObject({ accepted: true })
    expect(twice).toEqual(once)
  })

  test('one click, delivered twice without a key, is refused the second time', async () => {
    const { run, gate } = await house.atGate()
    const click = house.byChat(approve(run, 'amir', gate))
    expect(await house.client.command(click)).toMatchObject({ accepted: true })
    expect(await house.client.command(click)).toMatchObject({ refusal: { code: expect.any(String) } })
  })

  test('of two claims of one attempt, one is granted', async () => {
    const { run, order, head } = await house.ordered()
    const answers = await Promise.all(['a', 'b'].map((nonce) => house.client.command(house.byWorker(claim(run, order.key, nonce, head)))))
    expect(answers.filter((answer) => 'accepted' in answer)).toHaveLength(1)
    expect(answers.filter((answer) => 'refusal' in answer)).toHaveLength(1)
  })
})

test('a second bot on the same state directory is refused', async () => {
  const log = pino({ level: 'silent' })
  const chat = { paceMs: 0, show: () => Promise.reject(new Error('never')) }
  await expect(startEngine({ ...house.setUp, chat, log })).rejects.toThrow(
    `Countersign runs on this state directory already (process ${house.bot.pid}): end it first, or name another state directory.`,
  )
})
