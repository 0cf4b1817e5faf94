/** What everything that carries out orders works with. */
import type { RunState } from '../run/state.ts'
import type { Documents } from './documents.ts'
import type { Ingress } from './ingress.ts'
import type { Mask } from './mask.ts'
import type { Logger, Pauses, WorkerOptions } from './options.ts'
import type { Performed } from './performed.ts'
import type { Shells } from './shells.ts'
import type { Signer } from './sign.ts'
import type { SqlShelf } from './sql-shelf.ts'

export interface Bench {
  options: WorkerOptions
  pauses: Pauses
  /** Random, new at every start of the process. */
  boot: string
  ingress: Ingress
  signer: Signer
  documents: Documents
  performed: Performed
  mask: Mask
  logger: Logger
  sessions: SqlShelf
  shells: Shells
  /** What this process has replayed of each run: no later history may lack it, and only what follows is decided again. */
  replayed: Map<string, { state: RunState; head: { seq: number; hash: string } }>
}
