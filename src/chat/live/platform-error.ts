/** What goes wrong with a platform, as values that say what to do next. */
import { en } from '../../words/en.ts'
import type { LiveFault } from '../../words/live-words.ts'
import type { Words } from '../../words/words.ts'

/** The same fault in anybody's language: a whole sentence, with the remedy where there is one. */
export type Says = (words: Words) => string

/** The platform asks to wait, or our own rate limit does: nothing was sent. */
export class Paused extends Error {
  readonly #says: Says
  readonly retryAfterMs: number
  /** The platform refused it for now; false: our own rate limit, nobody was asked. */
  readonly asked: boolean

  constructor(says: Says, retryAfterMs: number, asked = false) {
    // The log speaks English.
    super(says(en))
    this.#says = says
    this.retryAfterMs = retryAfterMs
    this.asked = asked
  }

  /** What went wrong, in somebody's language. */
  says(words: Words): string {
    return this.#says(words)
  }
}

export interface ErrorFacts {
  /** The platform's own code, or `unreachable`. */
  code: string
  /** False: it may have been done all the same. */
  certain: boolean
  /** True: what passes by itself. Everything else is a no for good to this call, whatever its code, and only another call or a person helps. */
  passes?: boolean
  /** The message that it was about is not there any more. */
  gone?: boolean
  cause?: unknown
}

/** A call that the platform did not carry out, or whose end is not known. */
export class PlatformError extends Error {
  readonly #says: Says
  readonly code: string
  readonly certain: boolean
  readonly passes: boolean
  readonly gone: boolean

  constructor(says: Says, { code, certain, passes = false, gone = false, cause }: ErrorFacts) {
    super(says(en), { cause })
    this.#says = says
    this.code = code
    this.certain = certain
    this.passes = passes
    this.gone = gone
  }

  /** What went wrong, in somebody's language. */
  says(words: Words): string {
    return this.#says(words)
  }
}

/** Nobody to send anything to: another way would not reach them either. */
export class NoAccount extends PlatformError {
  constructor(says: Says) {
    super(says, { code: 'no-account', certain: true })
  }
}

/** A no that stays one, however often the same is asked. */
export function isForGood(thrown: unknown): thrown is PlatformError {
  return thrown instanceof PlatformError && !thrown.passes
}

export function saysFault(fault: LiveFault): Says {
  return ({ live }) => live.fault(fault)
}
