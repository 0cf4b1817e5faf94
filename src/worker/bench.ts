/** What everything that carries out orders works with. */
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
  /** The newest entry of each run that this process has seen: no later history may lack it. */
  newest: Map<string, { seq: number; hash: string }>
}
