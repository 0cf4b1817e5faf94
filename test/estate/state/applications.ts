/** What runs on the Front End pools beside their registrars: response groups, what their servers' fabric holds, and where backups of them are put. */
import { mkdirSync } from 'node:fs'
import type { EstateState } from './estate-state.ts'
import { shareDirectory } from './windows-path.ts'

export interface Applications {
  /** Front Ends that were taken out for maintenance, by fqdn: their services are stopped and disabled. */
  drained: string[]
  /** Routing groups that have lost the quorum of their replicas, by the pool's fqdn. */
  lostGroups: Record<string, number>
  responseGroups: ResponseGroup[]
}

export const RGS_KINDS = ['Workflow', 'Queue', 'AgentGroup', 'HoursOfBusiness', 'HolidaySet'] as const
export type RgsKind = (typeof RGS_KINDS)[number]

/** One object of a response group, as one pool holds it. */
export interface ResponseGroup {
  /** The pool whose database holds it. */
  readonly pool: string
  /** The pool that it belongs to. */
  owner: string
  readonly kind: RgsKind
  readonly name: string
}

export function noApplications(): Applications {
  return { drained: [], lostGroups: {}, responseGroups: [] }
}

/** A share for backups, and a help desk on each pool. */
export const BACKUP_SHARE = '\\\\files.contoso.com\\csbackup'

export function seedApplications(state: EstateState): void {
  mkdirSync(shareDirectory(state.dir, 'files', 'csbackup'), { recursive: true })
  state.applications = {
    drained: [],
    lostGroups: {},
    responseGroups: state.topology.pools.flatMap(({ fqdn, site }) =>
      RGS_KINDS.map((kind) => ({ pool: fqdn, owner: fqdn, kind, name: `Help desk ${site} ${kind}` })),
    ),
  }
}
