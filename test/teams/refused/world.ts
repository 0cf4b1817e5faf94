/** The bot's side of Teams over a port in this process, and the engine's side with its real books, in a time of their own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectionState } from '../../../src/chat/live/connection-state.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi, watchCalls } from '../../../src/chat/teams/calls/teams-api.ts'
import { Remembered } from '../../../src/chat/teams/remembered.ts'
import { TeamsShow } from '../../../src/chat/teams/show/teams-show.ts'
import { putInto, type Put, type ShownRun } from '../../../src/engine/conversation/outbox.ts'
import { ShowQueue } from '../../../src/engine/conversation/show-queue.ts'
import { tryOnce } from '../../chat/live/engine-try.ts'
import { PEOPLE } from '../../run/practice.ts'
import { objectOf, TENANT, type Team } from './team.ts'
import { en } from '../../../src/words/en.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const LOOK_MS = 20_000

export class World {
  readonly team: Team
  /** What the console and the terminal say. */
  troubles: string[] = []
  record: ShownRun | null = null
  /** People of whom `people.yaml` names no Teams account. */
  readonly withoutAccount = new Set(['erin'])
  readonly remembered: Remembered
  private readonly folder = mkdtempSync(join(tmpdir(), 'teams-world-'))
  private show: TeamsShow
  private readonly connection: ConnectionState
  private readonly queue: ShowQueue
  private lookAtMs: number

  constructor(team: Team) {
    this.team = team
    this.connection = new ConnectionState('Teams', log, (_, troubles) => (this.troubles = troubles.map(({ says }) => says)))
    this.remembered = new Remembered(join(this.folder, 'teams.json'), { serviceUrl: 'https://smba.example/', tenant: TENANT }, log)
    this.show = this.born()
    this.queue = new ShowQueue(this.show.intervalMs)
    this.lookAtMs = team.nowMs + LOOK_MS
  }

  /** The bot's process dies, and another one begins with what was kept. */
  bornAgain(): void {
    this.show = this.born()
    if (this.record) this.queue.want(this.record.view.run, this.team.nowMs)
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private born(): TeamsShow {
    const { team } = this
    const now = (): number => team.nowMs
    const api = new TeamsApi({
      port: team,
      rateLimit: new RateLimit(now),
      onCall: watchCalls(this.connection),
      wait: async (ms) => void (team.nowMs += ms),
      random: () => 0.5,
    })
    return new TeamsShow({
      api,
      remembered: this.remembered,
      connection: this.connection,
      log,
      now,
      hurry: 1,
      tenants: [TENANT],
      account: (person) => (this.withoutAccount.has(person) ? undefined : { tenant: TENANT, object: objectOf(person) }),
      platformsOf: (person) => (this.withoutAccount.has(person) ? [] : ['teams']),
      people: () => PEOPLE,
      words: () => en,
      showAgain: () => {
        if (this.record) this.put({ view: this.record.view, lines: [], notices: [] })
      },
    })
  }

  /** What the engine wants shown. */
  put(put: Put): void {
    this.record = putInto(this.record, put)
    this.queue.want(put.view.run, this.team.nowMs)
  }

  /** Lets time pass, and does what is due in it. */
  async pass(ms: number): Promise<void> {
    const endMs = this.team.nowMs + ms
    for (;;) {
      const tryMs = this.queue.nextMs() ?? Number.POSITIVE_INFINITY
      const nextMs = Math.min(tryMs, this.lookAtMs)
      if (nextMs > endMs) break
      this.team.nowMs = Math.max(this.team.nowMs, nextMs)
      if (nextMs === this.lookAtMs) {
        this.lookAtMs = this.team.nowMs + LOOK_MS
        await this.show.standing.look()
      } else await this.tryOne()
    }
    this.team.nowMs = Math.max(this.team.nowMs, endMs)
  }

  private async tryOne(): Promise<void> {
    this.record = await tryOnce(this.show, this.queue, this.record, () => this.team.nowMs)
  }
}
