/** Many people at the same moment, as Slack would bring them: in a thread of its own, so that the stand-in's work does not keep them waiting. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { encode, signed, type Acknowledged, type Delivery } from './delivery.ts'

export interface Crowd {
  /** Sends all before the first is answered, over a connection each. Status 0: the connection ended without an answer. */
  sendAtOnce(deliveries: readonly Delivery[]): Promise<Answered[]>
  close(): Promise<void>
}

export interface Sealed {
  headers: Record<string, string>
  body: string
}

export type Answered = Pick<Acknowledged, 'status' | 'text' | 'ms'>

export function openCrowd(url: string): Crowd {
  const thread = new Worker(new URL('./crowd-thread.ts', import.meta.url), { workerData: url })
  return {
    sendAtOnce: async (deliveries) => {
      const sealed = deliveries.map((delivery): Sealed => {
        const { contentType, body } = encode(delivery)
        return { headers: { 'content-type': contentType, ...signed(body) }, body }
      })
      thread.postMessage(sealed)
      const [answered] = (await once(thread, 'message')) as [Answered[]]
      return answered
    },
    close: async () => void (await thread.terminate()),
  }
}
