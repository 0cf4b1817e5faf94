/** We call Slack: Bolt's Socket Mode, kept alive by us, because its own way of connecting again ends the process when Slack says no. */
import { addAbortListener } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { SocketModeReceiver, type App, type Receiver, type webApi } from '@slack/bolt'
import { boltLog } from './bolt-log.ts'
import type { ConnectionState, ConnectionLog } from '../../live/connection-state.ts'
import { RateLimited, slackErrorOf } from '../web-api/slack-error.ts'

export interface SocketReceiverOptions {
  appToken: string
  clientOptions: webApi.WebClientOptions
  log: ConnectionLog
  connection: ConnectionState
  /** Told at every hello of Slack. */
  onOpen?: () => void
}

const OPEN_WITHIN_MS = 30_000
const LONGEST_PAUSE_MS = 30_000
const CLOSE_WITHIN_MS = 2000
const OPENING_MS = 500

export class KeptSocketReceiver implements Receiver {
  private readonly bolt: SocketModeReceiver
  private readonly connection: ConnectionState
  private readonly onOpen: () => void
  private readonly stopped = new AbortController()
  private keeping: Promise<void> | undefined

  constructor({ appToken, clientOptions, log, connection, onOpen = () => undefined }: SocketReceiverOptions) {
    this.connection = connection
    this.onOpen = onOpen
    this.bolt = new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      logger: boltLog(log),
      installerOptions: { clientOptions },
    })
    const { client } = this.bolt
    // A frame that is not what it should be must not become an unhandled rejection.
    client.removeAllListeners('ws_message')
    client.on('ws_message', (data: string, isBinary: boolean) => {
      client['onWebSocketMessage'](data, isBinary).catch((cause: unknown) =>
        log.warn({ err: cause }, 'a frame of Slack was not understood'),
      )
    })
  }

  init(app: App): void {
    this.bolt.init(app)
  }

  /** Returns at once; `connection` says whether Slack was reached. */
  async start(): Promise<void> {
    this.keeping ??= this.keep()
  }

  async stop(): Promise<void> {
    this.stopped.abort()
    if (this.keeping) await within(OPENING_MS + CLOSE_WITHIN_MS, this.keeping)
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopped
    for (let failures = 0; !signal.aborted;) {
      let waitMs = 0
      try {
        await this.connectOnce()
        failures = 0
      } catch (cause) {
        if (signal.aborted) return
        failures++
        const trouble = cause instanceof Error ? slackErrorOf('apps.connections.open', cause) : undefined
        waitMs = trouble instanceof RateLimited ? trouble.retryAfterMs : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
        this.connection.down('events', sentence(trouble))
      }
      if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Resolves when a connection that was good has ended; rejects when none came about. */
  private async connectOnce(): Promise<void> {
    const { client } = this.bolt
    const { signal } = this.stopped
    const { promise: over, resolve: ended } = Promise.withResolvers<void>()
    const end = (): void => ended()
    client.once('disconnected', end)
    const listening = addAbortListener(signal, end)
    const limit = new AbortController()
    const tooLong = pause(OPEN_WITHIN_MS, undefined, { signal: AbortSignal.any([limit.signal, signal]) }).catch(() => undefined)
    const opening = client.start()
    opening.catch(() => undefined)
    try {
      if ((await Promise.race([opening, tooLong])) === undefined) throw new Error('Slack did not say hello')
      this.connection.up('events')
      this.onOpen()
      await over
    } finally {
      limit.abort()
      client.off('disconnected', end)
      listening[Symbol.dispose]()
      await this.disconnect(opening)
    }
  }

  /** A connection that is just being opened is waited for a little, because it would open after all. */
  private async disconnect(opening: Promise<unknown>): Promise<void> {
    const settled = opening.then(
      () => undefined,
      () => undefined,
    )
    await within(OPENING_MS, settled)
    if (this.bolt.client['websocket'] !== undefined) await within(CLOSE_WITHIN_MS, this.bolt.client.disconnect())
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController()
  await Promise.race([work, pause(ms, undefined, { signal: limit.signal }).catch(() => undefined)])
  limit.abort()
}

function sentence(trouble: Error | undefined): string {
  return `Slack does not reach us by Socket Mode. ${trouble?.message ?? 'The connection ended before Slack said hello.'}`
}
