/** Mailbox servers in a group, as other people's documents want them: a database with a copy on each, and the queues of their mail. */
import type { EstateState } from '../state/estate-state.ts'

export interface MailServers {
  databases: MailboxDatabase[]
  /** By server: checks of its replication that fail. */
  failing: Record<string, string[]>
  queues: MailQueue[]
  sent: { to: string; subject: string }[]
}

export interface MailboxDatabase {
  readonly name: string
  mountedOn: string
  copies: DatabaseCopy[]
}

export interface DatabaseCopy {
  readonly server: string
  /** Logs that it has not got. */
  copyQueue: number
  /** Logs that it has not played: so many fewer with each estate second. */
  replayQueue: number
  countedAt: number
  suspended: boolean
}

export interface MailQueue {
  readonly server: string
  readonly nextHop: string
  status: 'Ready' | 'Active' | 'Retry' | 'Suspended'
  messages: number
}

export function seedMailServers(state: EstateState): void {
  const servers = ['ex1.contoso.com', 'ex2.contoso.com']
  const countedAt = state.clock.now()
  state.mailServers = {
    databases: [
      {
        name: 'DB01',
        mountedOn: 'ex1.contoso.com',
        copies: servers.map((server) => ({ server, copyQueue: 0, replayQueue: 0, countedAt, suspended: false })),
      },
    ],
    failing: {},
    queues: servers.map((server) => ({ server, nextHop: 'smtp.contoso.com', status: 'Ready', messages: 0 })),
    sent: [],
  }
}

/** How many logs the copy has still to play. */
export function toReplay({ replayQueue, countedAt }: DatabaseCopy, now: number): number {
  return Math.max(0, replayQueue - Math.floor((now - countedAt) / 1000))
}
