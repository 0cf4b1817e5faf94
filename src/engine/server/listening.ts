import type { Server } from 'node:net'
import type { EngineFault } from '../engine-fault.ts'
import { codeOf } from './directory.ts'

/** Resolves when the server listens there; rejects with what `fault` makes of the system's code and its cause. */
export function listening(
  server: Pick<Server, 'once' | 'listen'>,
  where: { path: string } | { host: string; port: number },
  fault: (code: string, cause: unknown) => EngineFault,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (cause: unknown) => reject(fault(codeOf(cause), cause)))
  server.listen(where, resolve)
  return promise
}
