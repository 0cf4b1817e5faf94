/** Milliseconds that a server may take, however silent it is. */
export interface SqlLimits {
  /** From the first packet to the answer of who is there. */
  openMs: number
  /** For what is answered at once. */
  answerMs: number
  /** To confirm an ATTENTION; after that the connection is ended and the effect is unknown. */
  stopMs: number
}

export const USUAL_SQL_LIMITS: SqlLimits = { openMs: 15_000, answerMs: 5_000, stopMs: 10_000 }
