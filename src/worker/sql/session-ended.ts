import type { SqlFault } from '../../run/facts/sql-fault.ts'
import { en } from '../../words/en.ts'

/** A question of the worker's own that a server did not answer: nobody knows what it will still do on that session, which is ended. */
export class SessionEnded extends Error {
  readonly fault: SqlFault

  constructor(fault: SqlFault) {
    // The log speaks English.
    super(en.workerFault(fault))
    this.fault = fault
  }
}
