/** What everything that runs blocks and carries out orders works with. */
import type { RunState } from '../run/state.ts'
import type { Documents } from './documents.ts'
import type { Bots } from './connection/bots.ts'
import type { Mask } from './mask.ts'
import type { Logger, Pauses, WorkerOptions } from './options.ts'
import type { Performed } from './attempt/performed-log.ts'
import type { Shells } from './powershell/shells.ts'
import type { Signer } from './sign.ts'
import type { SessionPool } from './sql/session-pool.ts'

/** What a block needs to be run; nothing of it knows the engine. */
export interface BlockContext {
  options: Pick<WorkerOptions, 'name' | 'targets' | 'files' | 'secrets'>
  mask: Mask
  sessions: SessionPool
  shells: Shells
}

export interface WorkerContext extends BlockContext {
  options: WorkerOptions
  pauses: Pauses
  /** Random, new at every start of the process. */
  boot: string
  bots: Pick<Bots, 'command' | 'history'>
  signer: Signer
  documents: Documents
  performed: Performed
  logger: Logger
  /** Our clock less the bot's, as it said at the last heartbeat; absent before the first. */
  clock: { aheadMs?: number }
  /** What this process has replayed of each run: no later history may lack it, and only what follows is decided again. */
  replayed: Map<string, { state: RunState; head: { seq: number; hash: string } }>
}
