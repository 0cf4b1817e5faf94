/** What is wrong with a platform now, each thing in a sentence, for the log and for whoever looks at the program. */
import type { PlatformName } from '../../words/live-words.ts'

export interface ConnectionLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** `part`: what does not work. `web`: what we call at all; `events`: the way on which it calls us; `clock`: the time of what it sends; else one way to people, as `R-7/card`. */
export interface Trouble {
  part: string
  /** Says what does not work, its code, and what to do. */
  says: string
  /** ISO 8601. */
  since: string
}

export class ConnectionState {
  private readonly troubles = new Map<string, Trouble>()
  private readonly ends = new Map<string, NodeJS.Timeout>()
  private readonly platform: PlatformName
  private readonly log: ConnectionLog
  private readonly told: (sentence: string | undefined, troubles: readonly Trouble[]) => void

  /** `told` is called when anything of it changes; undefined is good. */
  constructor(platform: PlatformName, log: ConnectionLog, told: (sentence: string | undefined, troubles: readonly Trouble[]) => void) {
    this.platform = platform
    this.log = log
    this.told = told
  }

  up(part: string): void {
    if (!this.troubles.delete(part)) return
    clearTimeout(this.ends.get(part))
    this.ends.delete(part)
    const { platform } = this
    const name = NAMES[platform][part]
    this.log.info({ part }, name === undefined ? `It works again in ${platform} (${part}).` : `${platform} can be reached again (${name}).`)
    this.tell()
  }

  /** `forMs`: for what is not tried again, and so never works again either. */
  down(part: string, why: string, forMs?: number): void {
    clearTimeout(this.ends.get(part))
    if (forMs !== undefined) this.ends.set(part, setTimeout(() => this.up(part), forMs).unref())
    const known = this.troubles.get(part)
    if (known?.says === why) return
    this.troubles.set(part, { part, says: why, since: known?.since ?? new Date().toISOString() })
    this.log.warn({ part }, why)
    this.tell()
  }

  private tell(): void {
    const troubles = [...this.troubles.values()]
    this.told(troubles.length === 0 ? undefined : troubles.map(({ says }) => says).join(' '), troubles)
  }
}

/** For who reads the first of them only: what does not work at all, then the ways to people, the newest first, because its run is the one that somebody waits for. */
export function inOrderOfNeed(troubles: readonly Trouble[]): Trouble[] {
  const ofAWay = ({ part }: Trouble) => (part.includes('/') ? 1 : 0)
  return troubles.toSorted((a, b) => ofAWay(a) - ofAWay(b) || (a.since < b.since ? 1 : a.since > b.since ? -1 : 0))
}

const NAMES: Record<PlatformName, Record<string, string>> = {
  Slack: { web: 'Web API', events: 'events' },
  Teams: { web: 'connector', events: 'events' },
}
