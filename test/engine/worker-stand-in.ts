import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signIntroduction } from '../../src/audit/signature.ts'
import type { Introduction } from '../../src/connection/frames.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { publicPem } from '../../src/engine/keys/keys.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import type { Order } from '../../src/run/order.ts'
import type { Progress } from '../../src/run/view/view.ts'
import { dial } from '../../src/worker/connection/dial.ts'
import { openLine, type Line } from '../../src/worker/connection/line.ts'

/** A stand-in for a worker process: it takes orders and does nothing with them; a test speaks for it. */
export interface WorkerStandIn {
  name: string
  site: string
  key: KeyObject
  publicKey: string
  orders: Order[]
  stops: string[]
  /** Says once that it lives; connects first where its process is another than before, or the bot is. */
  beat(more?: Beat): Promise<{ heard: true } | { why: string }>
  close(): Promise<void>
}

export interface Beat {
  boot?: string
  documents?: string[]
  running?: { order: string; progress?: Progress }[]
  leaving?: true
}

/** `documents`: what it says it holds. `stateDir`: the bot's, whose socket it dials. */
export function startWorkerStandIn(name: string, site: string, stateDir: string, documents: string[]): WorkerStandIn {
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const orders: Order[] = []
  const stops: string[] = []
  const ending = new AbortController()
  let connected: { boot: string; line: Line } | undefined

  const connect = async (boot: string, held: string[], running: string[]): Promise<Line | { why: string }> => {
    const { head, chat, clock } = recordedKeys(stateDir).public
    const dialling = {
      options: { name, site, installation: 'test', publicKeys: { installation: 'test', head, chat, clock, workers: {} } },
      signer: {
        command: () => Promise.reject(new Error('a test signs')) as never,
        introduction: (who: Introduction) => signIntroduction(who, key),
      },
      boot,
      now: () => ({ documents: held, running }),
    }
    const take = {
      place: 'the bot',
      silenceMs: 60_000,
      onOrder: (order: Order) => void orders.push(order),
      onStop: (order: string) => void stops.push(order),
      onChoices: () => Promise.resolve({ choices: [], more: false }),
      onClock: () => undefined,
    }
    const dialled = await dial({ socket: engineDirectory(stateDir).gateway }, dialling, (socket) => openLine(socket, take), ending.signal)
    return 'why' in dialled ? dialled : dialled.accepted
  }

  let turn: Promise<unknown> = Promise.resolve()
  const beat = async ({ boot = 'boot 1', documents: held = documents, running = [], leaving }: Beat) => {
    if (connected?.boot !== boot || !connected.line.open) {
      connected?.line.close()
      const line = await connect(
        boot,
        held,
        running.map(({ order }) => order),
      )
      if ('why' in line) return line
      connected = { boot, line }
    }
    const { line } = connected
    await line.heartbeat({ at: new Date().toISOString(), documents: held, running, ...(leaving && { leaving }) })
    return line.open ? { heard: true as const } : { why: await line.ended }
  }

  return {
    name,
    site,
    key,
    orders,
    stops,
    publicKey: publicPem(key),
    // One after the other: two would open two connections.
    beat: (more = {}) => {
      const said = turn.then(() => beat(more))
      turn = said.catch(() => undefined)
      return said
    },
    close: async () => {
      ending.abort()
      await turn
      connected?.line.close()
      await connected?.line.ended
    },
  }
}
