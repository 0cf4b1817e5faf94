import { rmSync } from 'node:fs'
import type { Server } from 'node:net'
import { connect, createServer } from 'node:net'
import { codeOf } from './directory.ts'
import { EngineFault } from '../engine-fault.ts'

/**
 * Makes this process the only bot on a state directory: it listens on a socket there, and a second one finds it answering.
 * A socket that a killed process left answers nobody and is taken over.
 */
export async function takeDirectory(socket: string): Promise<{ release(): Promise<void> }> {
  const owner = await askOwner(socket)
  if (owner !== undefined) {
    throw new EngineFault(
      'already-running',
      `Countersign runs on this state directory already (process ${owner}): end it first, or name another state directory.`,
    )
  }
  rmSync(socket, { force: true })
  const server = createServer((caller) => caller.on('error', () => undefined).end(String(process.pid)))
  await listen(server, socket)
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** The pid of the process that listens there, or nobody. */
function askOwner(socket: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const caller = connect(socket)
  // A process that was stopped takes the call and does not answer: it is there all the same.
  caller.setTimeout(2000, () => {
    resolve('that does not answer')
    caller.destroy()
  })
  let said = ''
  caller.setEncoding('utf8')
  caller.on('data', (text: string) => (said += text))
  caller.on('error', () => resolve(undefined))
  caller.on('end', () => resolve(said))
  return promise
}

function listen(server: Server, socket: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (cause) =>
    reject(
      new EngineFault(
        'not-writable',
        `The bot cannot listen on ${socket} (${codeOf(cause)}): see what stands there, and that the directory belongs to the user that starts Countersign.`,
        cause,
      ),
    ),
  )
  server.listen(socket, resolve)
  server.unref()
  return promise
}
