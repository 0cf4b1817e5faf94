/** Whether Slack can be reached, in a sentence for the log and for whoever looks at the program. */

export interface LinkLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** `web`: what we call; `events`: the way on which Slack calls us. */
type Part = 'web' | 'events'

export class Link {
  private readonly troubles = new Map<Part, string>()
  private readonly log: LinkLog
  private readonly told: (trouble: string | undefined) => void

  /** `told` is called when the sentence changes; undefined is good. */
  constructor(log: LinkLog, told: (trouble: string | undefined) => void) {
    this.log = log
    this.told = told
  }

  up(part: Part): void {
    if (!this.troubles.delete(part)) return
    this.log.info({ part }, `Slack can be reached again (${NAMES[part]}).`)
    this.told(this.sentence())
  }

  down(part: Part, why: string): void {
    if (this.troubles.get(part) === why) return
    this.troubles.set(part, why)
    this.log.warn({ part }, why)
    this.told(this.sentence())
  }

  sentence(): string | undefined {
    return this.troubles.size === 0 ? undefined : [...this.troubles.values()].join(' ')
  }
}

const NAMES: Record<Part, string> = { web: 'Web API', events: 'events' }
