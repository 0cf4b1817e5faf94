/** A worker in a process of its own, for tests that stop or kill it. Options come as its first message; orders come by plain HTTP, and a message says on which port. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorkerOptions } from '../../src/worker/options.ts'
import type { OrderIntake } from '../../src/worker/endpoint.ts'
import type { Order } from '../../src/run/order.ts'
import { startWorker } from '../../src/worker/start-worker.ts'

// A test that was ended itself must not leave its workers behind.
process.once('disconnect', () => process.exit(1))

const say = (_: object, text: string) => void process.stderr.write(`${text}\n`)
const [options] = (await once(process, 'message')) as [Omit<WorkerOptions, 'logger'>]
await startWorker({ ...options, logger: { info: say, warn: say, error: say } }, (_, queue) => serve(queue))

async function serve(queue: OrderIntake) {
  const server = createServer((request, response) => {
    void text(request).then((body) => response.end(JSON.stringify(queue.take(JSON.parse(body) as Order))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.send?.({ port: (server.address() as AddressInfo).port })
  return { url: '', close: () => Promise.resolve(void server.close()) }
}

async function text(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
