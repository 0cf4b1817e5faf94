/** The thread of `crowd.ts`. */
import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import type { Answered, Sealed } from './crowd.ts'
import { post } from './delivery.ts'

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
parentPort?.on('message', (sealed: Sealed[]) => {
  void Promise.all(sealed.map(send)).then((answered) => parentPort?.postMessage(answered))
})

/** Timed from the moment at which it is handed to the system. */
async function send({ headers, body }: Sealed): Promise<Answered> {
  const began = performance.now()
  const { status, text } = await post(workerData as string, headers, body, 'POST', agent).catch(() => ({ status: 0, text: '' }))
  return { status, text, ms: performance.now() - began }
}
