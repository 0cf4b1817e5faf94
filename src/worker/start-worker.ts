/** Starts a worker: one process that executes for one site. */
import { randomUUID } from 'node:crypto'
import type { WorkerContext } from './context.ts'
import { openOrderQueue } from './order-queue.ts'
import { USUAL_READERS } from '../lint/usual-readers.ts'
import { Documents } from './documents.ts'
import { serveEndpoint } from './endpoint.ts'
import { startHeartbeats } from './heartbeat.ts'
import { ingressAt } from './ingress.ts'
import { maskOf, secretsOf } from './mask.ts'
import { USUAL_PAUSES, type WorkerOptions } from './options.ts'
import { Performed } from './attempt/performed-log.ts'
import { openShells } from './powershell/shells.ts'
import { signerOf } from './sign.ts'
import { SessionPool } from './sql/session-pool.ts'

export interface Worker {
  /** Where its handlers listen, for the engine to register. */
  url: string
  /** New at every start. */
  boot: string
  close(): Promise<void>
}

/** Resolves when the handlers listen; whether the engine is there shows in the log. `serve`: how orders come in. @throws an Error with a whole sentence when it cannot start. */
export async function startWorker(options: WorkerOptions, serve: typeof serveEndpoint = serveEndpoint): Promise<Worker> {
  const signer = signerOf(options)
  const pauses = { ...USUAL_PAUSES, ...options.pauses }
  const context: WorkerContext = {
    options,
    pauses,
    boot: randomUUID(),
    ingress: ingressAt(options.ingress),
    signer,
    documents: new Documents(options.documents, options.state, options.readers ?? USUAL_READERS, (document, faults) =>
      options.logger.warn({ worker: options.name, document, faults }, `The document ${document} is not taken in, because it has faults.`),
    ),
    performed: new Performed(options.state),
    mask: maskOf(secretsOf(Object.values(options.targets), options.privateKey)),
    logger: options.logger,
    sessions: new SessionPool(`countersign/${options.installation}/look`.slice(0, 128), pauses.sql),
    shells: openShells(options.readers),
    clock: {},
    replayed: new Map(),
  }
  const queue = openOrderQueue(context)
  const put = async () => {
    await context.sessions.close()
    await context.shells.close()
    await context.ingress.close()
    context.performed.close()
  }
  const endpoint = await serve(options, queue).catch(async (error: unknown) => {
    await put()
    throw error
  })
  const heartbeats = startHeartbeats(context, queue)
  options.logger.info(
    { worker: options.name, boot: context.boot },
    `Worker ${options.name} of site ${options.site} listens on ${endpoint.url}.`,
  )
  let closing: Promise<void> | undefined
  const close = async () => {
    // First nothing is taken any more, then the site knows it, then what runs is stopped: so nothing is given to who is gone.
    queue.leave()
    await heartbeats.farewell()
    await queue.close()
    await heartbeats.close()
    await endpoint.close()
    await put()
  }
  return { url: endpoint.url, boot: context.boot, close: () => (closing ??= close()) }
}
