/** `countersign status`: the workers of the bot that runs with this configuration, and what each is at. */
import { Agent, request } from 'undici'
import { z } from 'zod'
import { WORKERS_PATH } from '../../connection/frames.ts'
import type { WaitingOrder, WorkersView, WorkerStatus } from '../../run/view/workers-view.ts'
import { apartFromBot, CLOCKS_APART_MS, CLOCKS_SAID_MS } from '../../run/clocks.ts'
import { sayInstant } from '../../text/instant.ts'
import { readBotFile } from '../bot-file.ts'
import { loadedConfiguration } from '../installation/loaded-configuration.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'

const workerShape = z.object({
  site: z.string(),
  worker: z.string(),
  state: z.enum(['connected', 'silent', 'leaving', 'never-seen']),
  since: z.string().exactOptional(),
  orders: z.array(z.string()),
  aheadMs: z.number().exactOptional(),
})
const shape = z.object({
  workers: z.array(workerShape),
  waiting: z.array(z.object({ site: z.string(), order: z.string(), since: z.string() })),
}) satisfies z.ZodType<WorkersView>

const ANSWERS_WITHIN_MS = 5_000

export async function run(args: string[]): Promise<number> {
  const { values } = readArguments('status', args)
  const view = await ask(readBotFile(loadedConfiguration(values.config).state).gateway.socket)
  const { workers, waiting } = view
  if (values.json) process.stdout.write(`${JSON.stringify(view)}\n`)
  else if (workers.length === 0) process.stdout.write('The configuration lists no worker.\n')
  else process.stdout.write([...workers.map(sentence), ...waiting.map(waits)].map((line) => `${line}\n`).join(''))
  // Whoever asks in a script learns from the exit code whether every worker can be given orders.
  return workers.every(({ state }) => state === 'connected') ? 0 : 1
}

async function ask(socketPath: string): Promise<WorkersView> {
  const dispatcher = new Agent({ connect: { socketPath } })
  try {
    const { statusCode, body } = await request(`http://bot${WORKERS_PATH}`, { dispatcher, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
    if (statusCode !== 200) throw new Error(String(statusCode))
    return shape.parse(await body.json())
  } catch {
    throw new Refused('the bot of this configuration does not answer. Start it with "countersign start", then ask again.')
  } finally {
    await dispatcher.destroy()
  }
}

function sentence({ site, worker, state, since, orders, aheadMs = 0 }: WorkerStatus): string {
  const at = orders.length === 0 ? 'at nothing' : `at ${orders.join(', ')}`
  const clock =
    Math.abs(aheadMs) < CLOCKS_SAID_MS ? '' : ` Its clock is ${apartFromBot(aheadMs)}${beyond(aheadMs)}: set the wrong one right.`
  const is: Record<WorkerStatus['state'], string> = {
    connected: `connected since ${sayInstant(since ?? '')}, ${at}.`,
    leaving: `told to stop, ${at}. It takes nothing more.`,
    silent: `not connected, heard of last at ${sayInstant(since ?? '')}, ${at}. Look at its log, and start it again if it is gone.`,
    'never-seen': `not seen since the bot was started. Start it: "countersign worker ${worker}".`,
  }
  return `${site}\t${worker}\t${is[state]}${clock}`
}

/** No worker of its site can take it, or none has yet. */
function waits({ site, order, since }: WaitingOrder): string {
  return `${site}\t(no worker)\t${order} waits for one since ${sayInstant(since)}.`
}

function beyond(aheadMs: number): string {
  return Math.abs(aheadMs) > CLOCKS_APART_MS ? ', and no orders are given to it' : ''
}
