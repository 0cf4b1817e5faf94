import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/audit/canonical.ts'
import { signCommand } from '../../src/audit/signature.ts'
import type { EngineClient } from '../../src/engine/client.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import type { Command } from '../../src/run/command.ts'
import type { Event } from '../../src/run/event.ts'
import type { Order } from '../../src/run/order.ts'
import type { Bot } from './bot.ts'
import { clientOf, startBot } from './bot.ts'
import { drillText, observed, start } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { until } from './until.ts'
import type { WorkerStandIn } from './worker-stand-in.ts'
import { startWorkerStandIn } from './worker-stand-in.ts'

/** A worker that is silent until a test speaks for it; contact is lost after one second. */
const state = stateDirectory()
let bot: Bot
let client: EngineClient
let worker: WorkerStandIn

beforeAll(async () => {
  worker = startWorkerStandIn('w1', 'east', state.path, [sha256(drillText)])
  const { name, site, publicKey: key } = worker
  bot = await startBot({
    stateDir: state.path,
    installation: 'test',
    workers: [{ name, site, key }],
    lostMs: 1000,
    noWorkerMs: 200,
  })
  client = clientOf(state.path)
})

afterAll(async () => {
  await client.close()
  await worker.close()
  await bot.end()
  state.remove()
})

const send = (command: Command) => client.command(signCommand(command, 'chat', recordedKeys(state.path).chat))
const events = async (run: string) => (await client.history(run)).entries.flatMap((entry) => entry.events)
const eventOf = <T extends Event['type']>(run: string, type: T) =>
  until(`${type} of ${run}`, async () => (await events(run)).find((event): event is Extract<Event, { type: T }> => event.type === type))
const ordersOf = (run: string) => worker.orders.filter((order) => order.run === run)
const orderNumber = (run: string, count: number): Promise<Order> => until(`order ${count} of ${run}`, () => ordersOf(run)[count - 1])

async function started(): Promise<string> {
  const run = await client.newRun()
  expect(await send(start(run, { database: run.replace('-', '') }))).toMatchObject({ accepted: true })
  return run
}

/** The worker lives, and works on these, until the returned function is called. */
function living(boot: string, running: () => { order: string }[] = () => []): () => void {
  const timer = setInterval(() => void worker.beat({ boot, running: running() }).catch(() => undefined), 100)
  return () => clearInterval(timer)
}

describe('the gateway', () => {
  test('says that no worker lives, and passes the order on when one appears', async () => {
    const run = await started()
    expect(await eventOf(run, 'worker-missing')).toMatchObject({ site: 'east', known: [] })
    expect(ordersOf(run)).toEqual([])
    await worker.beat({ boot: 'boot 1' })
    expect(await orderNumber(run, 1)).toMatchObject({ kind: 'observe', run })
  })

  test('tells the run when the worker is silent, and the next one gets the question', async () => {
    const run = await started()
    await worker.beat({ boot: 'boot 1' })
    const first = await orderNumber(run, 1)
    expect(await eventOf(run, 'contact-lost')).toMatchObject({ order: first.key, worker: 'w1' })
    const silence = living('boot 1')
    const second = await orderNumber(run, 2)
    silence()
    expect(second.key).not.toBe(first.key)
  })

  test('tells the run when the worker was started again', async () => {
    const run = await started()
    await worker.beat({ boot: 'boot 1' })
    const { key } = await orderNumber(run, 1)
    await worker.beat({ boot: 'boot 2' })
    expect(await eventOf(run, 'contact-lost')).toEqual({
      type: 'contact-lost',
      order: key,
      worker: 'w1',
      why: [{ is: 'fault', fault: { is: 'worker-restarted', worker: 'w1' } }],
    })
    expect(await worker.beat({ boot: 'boot 1' })).toEqual({
      why: `the bot at ${engineDirectory(state.path).gateway} does not let this worker in: Boot boot 1 of worker w1 was replaced by a newer process of that name: run one process of it.`,
    })
  })

  test('watches over an order until its answer, and no longer', async () => {
    const run = await started()
    await worker.beat({ boot: 'boot 2' })
    const { key } = await orderNumber(run, 1)
    const silence = living('boot 2', () => [{ order: key }])
    const answer: Command = { ...observed(run, key, 0), boot: 'boot 2' }
    expect(await client.command(signCommand(answer, 'w1', worker.key))).toMatchObject({ accepted: true })
    silence()
    await eventOf(run, 'gate-opened')
    const { entries } = await client.history(run)
    // Another run's order finds nobody: by then the silence is longer than what loses contact.
    await eventOf(await started(), 'worker-missing')
    expect((await client.history(run)).entries).toHaveLength(entries.length)
  })
})
