import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { EngineFault } from '../engine-fault.ts'
import { listening } from './listening.ts'

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
  await listening(server, { path: socket }, (code, cause) => {
    const sentence = `The bot cannot listen on ${socket} (${code}): see what stands there, and that the directory belongs to the user that starts Countersign.`
    return new EngineFault('not-writable', sentence, cause)
  })
  server.unref()
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
