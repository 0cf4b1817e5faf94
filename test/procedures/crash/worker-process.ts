/** A worker whose way to its bot is the channel to the process that started it. Options come as its first message. */
import type { SignedCommand } from '../../../src/run/command.ts'
import type { Order } from '../../../src/run/order.ts'
import type { WorkerOptions } from '../../../src/worker/options.ts'
import { startWorker } from '../../../src/worker/start-worker.ts'

export type Asked = { id: number } & ({ command: SignedCommand } | { run: string; from: number; nonce: string })
type Told = { order: Order } | { stop: string } | { answers: number; value: unknown }

process.once('disconnect', () => process.exit(0))

const waiting = new Map<number, (value: unknown) => void>()
let asked = 0

function ask<T>(question: object): Promise<T> {
  asked += 1
  process.send?.({ ...question, id: asked })
  return new Promise((resolve) => waiting.set(asked, resolve as (value: unknown) => void))
}

// Orders may lie behind the options already: nothing is waited for in between.
process.once('message', (options: Omit<WorkerOptions, 'logger'>) => {
  const say = (_: object, text: string) => void process.stderr.write(`${text}\n`)
  startWorker({ ...options, logger: { info: () => undefined, warn: () => undefined, error: say } }, (given) => {
    process.on('message', (told: Told) => {
      if ('order' in told) given.onOrder(told.order)
      else if ('stop' in told) given.onStop(told.stop)
      else waiting.get(told.answers)?.(told.value)
    })
    return {
      command: (command) => ask({ command }),
      history: (run, from, nonce) => ask({ run, from, nonce }),
      say: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
  })
})
