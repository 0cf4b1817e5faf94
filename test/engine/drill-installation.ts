import { expect } from 'vitest'
import { sha256 } from '../../src/audit/canonical.ts'
import { signCommand } from '../../src/audit/signature.ts'
import type { EngineClient } from '../../src/engine/client.ts'
import type { EngineDirectory } from '../../src/engine/server/directory.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import type { Elsewhere } from '../../src/engine/elsewhere/reach-elsewhere.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import type { Command, SignedCommand } from '../../src/run/command.ts'
import type { Order } from '../../src/run/order.ts'
import type { RunView } from '../../src/run/view/view.ts'
import type { Bot, BotSetUp } from './bot.ts'
import { clientOf, startBot } from './bot.ts'
import { approve, drillText, observed, start } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { until } from './until.ts'
import type { WorkerStandIn } from './worker-stand-in.ts'
import { startWorkerStandIn } from './worker-stand-in.ts'

/** One bot in a process of its own, its engine, and one worker that lives, for a whole file of tests; each test has runs and locks of its own. */
export interface DrillHouse {
  stateDir: string
  directory: EngineDirectory
  setUp: BotSetUp
  /** Tests that kill it put the next one here. */
  bot: Bot
  client: EngineClient
  worker: WorkerStandIn
  byChat(command: Command): SignedCommand
  byWorker(command: Command): SignedCommand
  orderWhere(run: string, kind: Order['kind']): Promise<Order>
  viewWhere(run: string, holds: (view: RunView) => boolean): Promise<RunView>
  /** A run that waits at its gate. */
  atGate(more?: Parameters<typeof start>[1]): Promise<{ run: string; gate: NonNullable<RunView['gate']> }>
  /** A run whose order to perform has reached the worker. */
  ordered(): Promise<{ run: string; order: Order; head: string }>
  close(): Promise<void>
}

export async function openDrillHouse(elsewhere?: Elsewhere): Promise<DrillHouse> {
  const state = stateDirectory()
  const directory = engineDirectory(state.path)
  const worker = startWorkerStandIn('w1', 'east', state.path, [sha256(drillText)])
  const { name, site, publicKey: key } = worker
  const setUp: BotSetUp = {
    stateDir: state.path,
    installation: 'test',
    workers: [{ name, site, key }],
    lostMs: 60_000,
    noWorkerMs: 60_000,
    ...(elsewhere && { elsewhere }),
  }
  const bot = await startBot(setUp)
  const client = clientOf(state.path, undefined, elsewhere)
  const beating = setInterval(() => void worker.beat().catch(() => undefined), 1000)
  const chatKey = recordedKeys(state.path).chat
  let databases = 0

  const installation: DrillHouse = {
    stateDir: state.path,
    directory,
    setUp,
    bot,
    client,
    worker,
    byChat: (command) => signCommand(command, 'chat', chatKey),
    byWorker: (command) => signCommand(command, 'w1', worker.key),
    orderWhere: (run, kind) =>
      until(`an order to ${kind}`, () => worker.orders.findLast((order) => order.run === run && order.kind === kind)),
    viewWhere: (run, holds) =>
      until('the run gets there', async () => {
        const view = await client.view(run)
        return view !== null && holds(view) ? view : undefined
      }),
    atGate: async (more = {}) => {
      const run = await client.newRun()
      const begun = await client.command(installation.byChat(start(run, { database: `db${++databases}`, ...more })))
      expect(begun).toMatchObject({ accepted: true, seq: 1 })
      const question = await installation.orderWhere(run, 'observe')
      expect(await client.command(installation.byWorker(observed(run, question.key, 0)))).toMatchObject({ accepted: true })
      const { gate } = await installation.viewWhere(run, (view) => view.gate !== undefined)
      if (gate === undefined) throw new Error('no gate')
      return { run, gate }
    },
    ordered: async () => {
      const { run, gate } = await installation.atGate()
      await client.command(installation.byChat(approve(run, 'amir', gate)))
      await client.command(installation.byChat(approve(run, 'carol', gate)))
      const order = await installation.orderWhere(run, 'perform')
      const { head } = await installation.viewWhere(run, () => true)
      return { run, order, head }
    },
    close: async () => {
      clearInterval(beating)
      await client.close()
      await worker.close()
      await installation.bot.end()
      state.remove()
    },
  }
  return installation
}
