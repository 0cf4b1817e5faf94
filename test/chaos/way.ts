/** The way between worker and bot: TLS through a proxy of ours, which can be cut in the middle of a frame, or fall silent as a network does. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { countersign } from '../cli/countersign.ts'
import { makeCertificate } from '../estate/tds/certificate.ts'
import { addToConfiguration, freePort, type PracticeConfiguration } from '../practice/write-configuration.ts'

/** Longer than either side waits for a word of the other. */
const SILENT_MS = 15_000

export interface Way {
  /** What the worker is started with, beside its configuration; the bot must run. */
  words(): Promise<string[]>
  /** Cuts every connection behind the first half of the next piece, or swallows all of them for a while and ends them then. */
  strike(how: 'cut' | 'silence'): Promise<void>
  close(): Promise<void>
}

/** Lays it, and writes it into the configuration of a bot that is not started yet. */
export async function layWay(practice: PracticeConfiguration, dir: string): Promise<Way> {
  const port = await freePort()
  const proxy = await startProxy(port)
  const { ca, certificate, key } = makeCertificate(['127.0.0.1'], new Date())
  for (const [name, text] of Object.entries({ 'gateway-ca.pem': ca, 'gateway.pem': certificate, 'gateway.key': key }))
    writeFileSync(join(dir, name), text)
  const files = { certificate: 'gateway.pem', key: 'gateway.key', ca: 'gateway-ca.pem' }
  addToConfiguration(practice, { gateway: { listen: `127.0.0.1:${port}`, url: `wss://127.0.0.1:${proxy.port}`, ...files } }, {})
  return {
    words: async () => {
      const { out } = await countersign(['worker-file', 'dc2-a', '--config', practice.file])
      writeFileSync(join(dir, 'dc2-a.json'), out)
      return ['--bot', join(dir, 'dc2-a.json')]
    },
    strike: proxy.strike,
    close: proxy.close,
  }
}

async function startProxy(to: number): Promise<Pick<Way, 'strike' | 'close'> & { port: number }> {
  const open = new Set<Socket>()
  let does: 'passes' | 'cuts' | 'swallows' = 'passes'
  const endAll = (): void => open.forEach((each) => each.destroy())
  const pass = (on: Socket) => (bytes: Buffer) => {
    if (does === 'swallows') return
    on.write(does === 'cuts' ? bytes.subarray(0, bytes.length / 2) : bytes)
    if (does !== 'cuts') return
    does = 'passes'
    // What was written goes out first.
    setTimeout(endAll, 20)
  }
  const server = createServer((worker) => {
    const bot = connect(to, '127.0.0.1')
    const end = (): void => [worker, bot].forEach((each) => each.destroy())
    for (const each of [worker, bot]) {
      open.add(each)
      each.on('error', end).on('close', () => (open.delete(each), end()))
    }
    worker.on('data', pass(bot))
    bot.on('data', pass(worker))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    strike: async (how) => {
      does = how === 'cut' ? 'cuts' : 'swallows'
      if (how === 'cut') return
      await pause(SILENT_MS)
      does = 'passes'
      endAll()
    },
    close: async () => {
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}
