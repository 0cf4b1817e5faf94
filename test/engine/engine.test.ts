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
import { rulesOfCompleteAudit } from './rules-of-complete-audit.ts'
import { alive, until } from './until.ts'

let installation: DrillHouse
beforeAll(async () => {
  installation = await openDrillHouse()
})
afterAll(() => installation.close())

describe('a run', () => {
  test('is led from the question to the order by the engine alone, and its conversation and audit file follow', async () => {
    const { run, order } = await installation.ordered()
    expect(order).toMatchObject({ kind: 'perform', run, site: 'east', attempt: { step: 1, item: 0, number: 1 } })
    const { entries, heads } = await installation.client.history(run)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    expect(heads).toMatchObject([{ run, final: false }])
    await until('the last line is posted', () =>
      shown(installation.stateDir).some(({ view }) => view.run === run && view.seq === entries.length),
    )
    const file = readFileSync(join(installation.stateDir, 'audit', `${run}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    expect(file).toHaveLength(entries.length + heads.length)
    const keys = publicKeysOf('test', recordedKeys(installation.stateDir), installation.setUp.workers)
    expect(verifyText(`${file.join('\n')}\n`, keys)).toMatchObject({ verdict: 'incomplete', entries: entries.length, heads: 1 })
    expect(await installation.client.runs()).toContainEqual(
      expect.objectContaining({ run, phase: 'working', title: 'Bring a database online' }),
    )
  })

  test('shows the progress of a claimed attempt, and writes no entry for it', async () => {
    const { run, order, head } = await installation.ordered()
    expect(await installation.client.command(installation.byWorker(claim(run, order.key, 'a', head)))).toMatchObject({ accepted: true })
    const { entries } = await installation.client.history(run)
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
      await installation.worker.beat({ running: [{ order: order.key, progress }] })
      await until(`${percent} percent are shown`, () =>
        shown(installation.stateDir).some((request) => request.progress?.order === order.key && request.progress.percent === percent),
      )
    }
    expect((await installation.client.history(run)).entries).toEqual(entries)
  })

  test('keeps what it recorded when the engine is killed, and the bot starts it again', async () => {
    const { run, gate } = await installation.atGate()
    expect(await installation.client.command(installation.byChat(approve(run, 'amir', gate)))).toMatchObject({
      accepted: true,
      approved: { missing: [{ count: 1 }] },
    })
    const before = await installation.client.history(run)
    const pid = Number(readFileSync(installation.directory.pid, 'utf8'))
    process.kill(pid, 'SIGKILL')
    expect(await until('it answers again', () => installation.client.history(run).catch(() => undefined))).toEqual(before)
    expect(await installation.client.command(installation.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await installation.orderWhere(run, 'perform')
  })

  test('keeps what it recorded when bot and engine are killed', async () => {
    const { run, gate } = await installation.atGate()
    expect(await installation.client.command(installation.byChat(approve(run, 'amir', gate)))).toMatchObject({ accepted: true })
    const before = await installation.client.history(run)
    const pid = Number(readFileSync(installation.directory.pid, 'utf8'))
    await installation.bot.kill()
    process.kill(pid, 'SIGKILL')
    await until('it is gone', () => !alive(pid))
    installation.bot = await startBot(installation.setUp)
    expect(await installation.client.history(run)).toEqual(before)
    expect(await installation.client.command(installation.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await installation.orderWhere(run, 'perform')
  })

  test('goes on when the bot is killed: commands that came meanwhile are decided by the next one', async () => {
    const { run, gate } = await installation.atGate()
    await installation.bot.kill()
    const waiting = installation.client.command(installation.byChat(approve(run, 'amir', gate)), 'the click of Amir')
    installation.bot = await startBot(installation.setUp)
    expect(await waiting).toMatchObject({ accepted: true })
    expect(await installation.client.command(installation.byChat(approve(run, 'carol', gate)))).toMatchObject({ accepted: true })
    await installation.orderWhere(run, 'perform')
  })

  test('expires by a timer that was set before the bot was killed', async () => {
    const { run } = await installation.atGate({ expiresMs: 2000 })
    await installation.bot.kill()
    installation.bot = await startBot(installation.setUp)
    expect(await installation.viewWhere(run, (view) => view.phase === 'expired')).toMatchObject({ run, phase: 'expired' })
  })

  test('that wants what another one protects waits, and goes on when that has ended', async () => {
    const { run: first } = await installation.atGate({ database: 'shared' })
    const second = await installation.client.newRun()
    await installation.client.command(installation.byChat(start(second, { database: 'shared' })))
    const waited = await until('it waits', async () => {
      const { entries } = await installation.client.history(second)
      return entries.flatMap((entry) => entry.events).find((event) => event.type === 'lock-waited')
    })
    expect(waited).toEqual({ type: 'lock-waited', lock: 'drill/shared', holder: `${first} "Bring a database online"` })
    await installation.client.command(installation.byChat(withdraw(first)))
    await installation.orderWhere(second, 'observe')
  })
})

describe('the same thing twice', () => {
  test('one event asks for one run', async () => {
    expect(await installation.client.newRun('slash command 1')).toBe(await installation.client.newRun('slash command 1'))
    expect(await installation.client.newRun('slash command 2')).not.toBe(await installation.client.newRun('slash command 1'))
  })

  test('one click, delivered twice under its key, is decided once', async () => {
    const { run, gate } = await installation.atGate()
    const click = installation.byChat(approve(run, 'amir', gate))
    const [once, twice] = await Promise.all([
      installation.client.command(click, `click ${run}`),
      installation.client.command(click, `click ${run}`),
    ])
    expect(once).toMatchObject({ accepted: true })
    expect(twice).toEqual(once)
  })

  test('one click, delivered twice without a key, is refused the second time', async () => {
    const { run, gate } = await installation.atGate()
    const click = installation.byChat(approve(run, 'amir', gate))
    expect(await installation.client.command(click)).toMatchObject({ accepted: true })
    expect(await installation.client.command(click)).toMatchObject({ refusal: { code: expect.any(String) } })
  })

  test('of two claims of one attempt, one is granted', async () => {
    const { run, order, head } = await installation.ordered()
    const answers = await Promise.all(
      ['a', 'b'].map((nonce) => installation.client.command(installation.byWorker(claim(run, order.key, nonce, head)))),
    )
    expect(answers.filter((answer) => 'accepted' in answer)).toHaveLength(1)
    expect(answers.filter((answer) => 'refusal' in answer)).toHaveLength(1)
  })
})

test('a second bot on the same state directory is refused', async () => {
  const log = pino({ level: 'silent' })
  const chat = { intervalMs: 0, show: () => Promise.reject(new Error('never')) }
  await expect(startEngine({ ...installation.setUp, chat, log })).rejects.toThrow(
    `Countersign runs on this state directory already (process ${installation.bot.pid}): end it first, or name another state directory.`,
  )
})

describe('the audit file', () => rulesOfCompleteAudit(() => installation))
