/** The console: a channel in a web page of this machine. What is left when Slack and Teams are down, and what a newcomer sees first. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express, { type Express } from 'express'
import type { WorkersView } from '../../run/view/workers-view.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { ChatBackend } from '../backend.ts'
import { takeChatActions } from './actions.ts'
import { offerChoices } from './choices.ts'
import { guard, securityHeaders } from './guard.ts'
import { openAccess, type ConsoleAccess } from './let-in.ts'
import { ChannelState } from './channel-state.ts'
import { pageRoutes } from './pages.ts'
import { practiceRoutes, type PracticeControl } from './practice-panel.ts'
import { readRoutes } from './reads.ts'
import { answerErrors, refuse, speakTo, type ConsoleLog } from './refuse.ts'
import { keepRestoring, type Filling } from './restore.ts'
import type { SaidPort, SaidRequest } from '../../words/said-port.ts'
import { openStream } from './stream.ts'

export interface ConsoleOptions {
  backend: ChatBackend
  /** Who lives, who was chosen for what, and what has nobody. */
  workers: () => WorkersView
  /** 0 takes any free one. */
  port: number
  /** "Speak as" anybody, and entries that say so. Without it the console is read-only. */
  practice: boolean
  /** Where the practice estate can be broken and made as new; only beside `practice`. */
  control?: PracticeControl | undefined
  log: ConsoleLog
  /** What its cookies are made with: secret, and the same at each start. */
  key: string
  /** A channel that fills by itself; a new one is filled by asking every run. */
  filling?: Filling
  /** Where the address will stand, to be named to whoever comes without it. */
  addressFile: string
}

export interface Console {
  /** `http://127.0.0.1:8642/?key=…`: whoever has it may read, so it is shown to the person who started the bot and to nobody else. */
  address: string
  port: { intervalMs: number; show(request: Omit<SaidRequest, 'viewIn'>): ReturnType<SaidPort['show']> }
  /** Shows on the page all that is wrong with something elsewhere, a sentence each, in place of what was said about it before. */
  say: (about: string, troubles: string[]) => void
  close(): Promise<void>
}

/** A page that opens at once shows what there is; longer than this nobody waits for it. */
const RESTORED_WITHIN_MS = 3000

/** Listens on 127.0.0.1 only. Refuses with a sentence where it cannot. */
export async function openConsole(options: ConsoleOptions): Promise<Console | { refusal: PlainRefusal }> {
  const filling = options.filling ?? { channelState: new ChannelState(), filled: Promise.resolve() }
  const { channelState } = filling
  const secret = randomBytes(24).toString('base64url')
  const app = express()
  const server = createServer({ requestTimeout: 20_000, headersTimeout: 10_000 }, app)
  const port = (): number => (server.address() as AddressInfo).port
  const access = openAccess({ ...options, port })
  buildRoutes(app, options, { channelState, secret, port, access })
  const ending = new AbortController()
  const restoring = keepRestoring(filling, options.backend, options.log, ending.signal)
  await Promise.race([restoring, pause(RESTORED_WITHIN_MS, undefined, { ref: false })])
  const refusal = await listen(server, options.port)
  if (refusal) {
    ending.abort()
    return { refusal }
  }
  return {
    address: `http://127.0.0.1:${port()}/?key=${access.ticket}`,
    port: {
      intervalMs: 100,
      show: async ({ view, lines, progress, notices }) => {
        channelState.put(view, lines, progress)
        return { posted: { card: view.run, lines: lines.map(({ n }) => n), notices: notices.map(({ key }) => key) } }
      },
    },
    say: (about, troubles) => channelState.say(about, troubles),
    close: async () => {
      ending.abort()
      await restoring
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function buildRoutes(
  app: Express,
  { backend, workers, practice, control, log }: ConsoleOptions,
  at: { channelState: ChannelState; secret: string; port(): number; access: ConsoleAccess },
): void {
  const boot = randomBytes(6).toString('hex')
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(securityHeaders, speakTo(backend.speak), guard(at), at.access.letIn)
  app.use(pageRoutes(at.secret))
  app.get('/api/events', (request, response) => openStream(request, response, at.channelState, boot, practice))
  if (practice && control !== undefined) app.use('/api/practice', practiceRoutes(control))
  app.use('/api', readRoutes(backend, { workers, practice, control: control !== undefined }))
  app.post('/api/do', express.json({ limit: '64kb' }), takeChatActions(backend, practice))
  app.post('/api/choices', express.json({ limit: '64kb' }), offerChoices(backend, practice))
  app.use((_request, response) => refuse(response, 404, 'no-page', (words) => words.noPage))
  app.use(answerErrors(log))
}

async function listen(server: Server, port: number): Promise<PlainRefusal | undefined> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return undefined
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    const why =
      code === 'EADDRINUSE' ? 'another program listens there' : code === 'EACCES' ? 'the system does not allow it' : 'it cannot be opened'
    return {
      code: 'console-port',
      sentence: `The console cannot listen on 127.0.0.1:${port}: ${why} (${code}). End that program, or set console.port in countersign.yaml to another number.`,
    }
  }
}
