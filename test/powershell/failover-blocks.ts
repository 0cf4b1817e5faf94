/** The PowerShell blocks of the failover of Persistent Chat, executed against a small estate with one pool. */
import { beforeEach } from 'vitest'
import { powerShellBlocks } from './document-blocks.ts'
import type { WorkerContext } from './shells.ts'
import type { Answer, Asked, SmallEstate } from './small-estate.ts'

export const BLOCKS = powerShellBlocks('failover-persistent-chat')
export const COPY = 'Copy the log backups that are still on the share'
export const APPLY = 'Apply the outstanding logs, oldest first'
export const ONLINE = 'Bring the backup database online'
export const SWITCH = 'Switch the pool to the backup database'
export const MIRROR = 'Mirror the backup database'
export const ACTIVE = 'Choose the active servers'

export const FILES = {
  database: 'mgc',
  share: '\\\\files.contoso.com\\pchatlogs',
  destination: 'D:\\LSCopy',
  newest: 'mgc_20260101120000.trn',
}
export const IDENTITY = 'PersistentChatServer:lyncpc.contoso.com'
export const OLD = 'mgc_20260101113000.trn'
export const [LATE, LATER] = ['mgc_20260101123000.trn', 'mgc_20260101130000.trn']

export type FailoverBlocks = ReturnType<typeof failoverBlocks>

export function failoverBlocks(bench: WorkerContext, estate: SmallEstate) {
  const pool = { state: 'Normal', active: ['pc1.contoso.com'], behind: 0, services: 1 }
  const answer = ({ name, parameters }: Asked): Answer => {
    if (name === 'Get-CsService') {
      return { output: Array.from({ length: pool.services }, () => ({ Identity: IDENTITY, ActiveServers: pool.active })) }
    }
    if (name === 'Get-CsPersistentChatState') return { output: { Identity: IDENTITY, PoolState: pool.state } }
    if (name === 'Get-CsManagementStoreReplicationStatus') {
      return { output: [1, 2, 3].map((n) => ({ ReplicaFqdn: `pc${n}.contoso.com`, UpToDate: n > pool.behind })) }
    }
    if (name === 'Set-CsPersistentChatState') return { output: [], warnings: ['It takes a while until every server knows.'] }
    if (name === 'Set-CsPersistentChatActiveServer') return { output: [] }
    if (name === 'Install-CsMirrorDatabase' && parameters.SqlServerFqdn === 'sqlb1.contoso.com')
      return { output: [], verbose: ['Seeding mgc.'] }
    return { error: { message: `${name} cannot do this.`, id: 'Refused', category: 'InvalidOperation' } }
  }

  beforeEach(() => {
    estate.empty()
    estate.answer.to = answer
    for (const path of [FILES.share, FILES.destination]) estate.mapping[path] ??= estate.mapping[`lost ${path}`] ?? ''
    Object.assign(pool, { state: 'Normal', active: ['pc1.contoso.com'], behind: 0, services: 1 })
  })

  const lose = (path: string) => {
    estate.mapping[`lost ${path}`] = estate.mapping[path] ?? ''
    delete estate.mapping[path]
  }

  const run = (step: string, role: string, values: Record<string, string | string[]>, place = 0) => {
    const block = BLOCKS.filter((candidate) => candidate.step === step && candidate.role === role)[place]
    return bench.run(block?.text ?? '', { purpose: role === 'run' ? 'act' : 'look', values, firstLine: block?.line ?? 0 })
  }

  return { pool, lose, run }
}
