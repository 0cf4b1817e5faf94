/** What a test wants to go wrong. */
export interface Fault {
  /**
   * `slow` executes after the delay; `drop-before` cuts the connection without executing; `drop-after` executes to the end, says
   * nothing and cuts; `error` answers with an error instead of executing; `hang` never answers until the client cancels or goes away.
   */
  kind: 'slow' | 'drop-before' | 'drop-after' | 'error' | 'hang'
  /** Only on this instance; on all where it is missing. */
  instance?: string
  /** A regular expression, without regard to case, that the request's text must match. */
  pattern: string
  /** A regular expression that the client's application name must match. */
  app?: string
  /** How many statements it strikes (1 where it is missing), or all. */
  times?: number | 'always'
  /** Milliseconds to wait before anything else; with any kind. */
  delayMs?: number
  /** Holds the statement until then, before anything else; for tests in the estate's own process. */
  until?: Promise<void>
  /** For `error`: number, severity (16) and text of it. */
  error?: { number: number; severity?: number; text?: string }
}

/** The faults that wait for their statement, in the order in which they were asked for. */
export class Faults {
  #waiting: { fault: Fault; left: number; pattern: RegExp; app: RegExp | undefined }[] = []

  /** Throws a SyntaxError when a pattern is no regular expression. */
  inject(fault: Fault): void {
    const app = fault.app === undefined ? undefined : new RegExp(fault.app, 'i')
    const left = fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1)
    this.#waiting.push({ fault, left, pattern: new RegExp(fault.pattern, 'i'), app })
  }

  /** The first fault that strikes this statement; taking it uses it up by one. */
  take(instance: string, text: string, app = ''): Fault | undefined {
    const struck = this.#waiting.find(
      (one) => (one.fault.instance ?? instance) === instance && one.pattern.test(text) && (one.app?.test(app) ?? true),
    )
    if (!struck) return undefined
    struck.left -= 1
    this.#waiting = this.#waiting.filter((one) => one.left > 0)
    return struck.fault
  }

  /** Takes one back that has not struck as often as it was to. */
  withdraw(fault: Fault): void {
    this.#waiting = this.#waiting.filter((one) => one.fault !== fault)
  }

  waiting(): Fault[] {
    return this.#waiting.map((one) => one.fault)
  }

  clear(): void {
    this.#waiting = []
  }
}
