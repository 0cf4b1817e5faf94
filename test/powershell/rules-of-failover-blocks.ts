import { chmodSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { powerShellBlocks } from './document-blocks.ts'
import { told } from './shells.ts'
import type { WorkerContext } from './shells.ts'
import type { Answer, Asked, SmallEstate } from './small-estate.ts'

const BLOCKS = powerShellBlocks('failover-persistent-chat')
const COPY = 'Copy the log backups that are still on the share'
const APPLY = 'Apply the outstanding logs, oldest first'
const ONLINE = 'Bring the backup database online'
const SWITCH = 'Switch the pool to the backup database'
const MIRROR = 'Mirror the backup database'
const ACTIVE = 'Choose the active servers'

const FILES = { database: 'mgc', share: '\\\\files.contoso.com\\pchatlogs', destination: 'D:\\LSCopy', newest: 'mgc_20260101120000.trn' }
const IDENTITY = 'PersistentChatServer:lyncpc.contoso.com'
const OLD = 'mgc_20260101113000.trn'
const [LATE, LATER] = ['mgc_20260101123000.trn', 'mgc_20260101130000.trn']

export function theDocumentHasItsBlocks(): void {
  test('the document has the PowerShell blocks that are tried here', () => {
    expect(BLOCKS.map(({ step, role }) => `${step}: ${role}`)).toEqual([
      `${COPY}: run`,
      `${COPY}: check`,
      `${APPLY}: read`,
      `${ONLINE}: before`,
      `${ONLINE}: before`,
      `${SWITCH}: before`,
      `${SWITCH}: run`,
      `${SWITCH}: check`,
      `${MIRROR}: run`,
      `${ACTIVE}: run`,
      `${ACTIVE}: check`,
    ])
  })
}

/** `endpoint`: where the shell is, as the estate knows it. */
export function rulesOfFailoverBlocks(bench: WorkerContext, estate: SmallEstate, endpoint: string): void {
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

  describe('the copy of the late log backups', () => {
    test('takes what is newer and missing or incomplete, and leaves the rest alone', async () => {
      for (const name of [OLD, FILES.newest, LATE, LATER]) estate.put('share', name, 'whole')
      estate.put('share', 'other_20260101130000.trn', 'whole')
      estate.put('disk', LATE, 'wh')
      expect(told(await run(COPY, 'check', FILES))).toEqual({
        type: 'completed',
        objects: [{ Done: false, Detail: 'log backups not copied yet: 2' }],
      })
      expect(told(await run(COPY, 'run', FILES))).toEqual({ type: 'completed', objects: [`copying ${LATE}`, `copying ${LATER}`] })
      expect(estate.names('disk')).toEqual([LATE, LATER])
      expect(told(await run(COPY, 'check', FILES))).toEqual({
        type: 'completed',
        objects: [{ Done: true, Detail: 'log backups not copied yet: 0' }],
      })
      expect(told(await run(COPY, 'run', FILES))).toEqual({ type: 'completed', objects: [] })
    })

    test('cannot tell when the share is lost, and fails at its line', async () => {
      lose(FILES.share)
      expect(told(await run(COPY, 'check', FILES))).toEqual({
        type: 'completed',
        objects: [{ Done: null, Detail: 'the share or the destination cannot be read' }],
      })
      expect(told(await run(ONLINE, 'before', FILES, 1))).toEqual({
        type: 'completed',
        objects: [{ Ok: true, Detail: 'the share is gone: nothing more can come from it' }],
      })
      const failed = await run(COPY, 'run', FILES)
      expect(failed).toMatchObject({ type: 'failed', objects: [] })
      expect(failed.errors).toMatchObject([
        {
          message: "Cannot find path '\\\\files.contoso.com\\pchatlogs' because it does not exist.",
          category: 'ObjectNotFound',
          line: (BLOCKS[0]?.line ?? 0) + 1,
          column: 1,
        },
      ])
      expect(failed.errors[0]?.code).toMatch(/^PathNotFound,/)
    })

    test('stands before the recovery: what is not copied keeps it closed', async () => {
      estate.put('share', LATE, 'whole')
      const ok = async () => (await run(ONLINE, 'before', FILES, 1)).objects
      expect(await ok()).toEqual([{ Ok: false, Detail: 'log backups on the share not copied: 1; go back to the copy step' }])
      estate.put('disk', LATE, 'whole')
      expect(await ok()).toEqual([{ Ok: true, Detail: 'log backups on the share not copied: 0' }])
    })
  })

  describe('the copied log backups', () => {
    const path = (name: string) => `${FILES.destination}\\${name}`
    const listed = async () => told(await run(APPLY, 'read', FILES))
    const unapplied = async (...applied: string[]) => told(await run(ONLINE, 'before', { ...FILES, applied: applied.map(path) }))
    const answers = (Ok: boolean, Detail: string) => ({ type: 'completed', objects: [{ Ok, Detail }] })

    test('are listed oldest first, those that are newer than the last one restored before, and of this database alone', async () => {
      for (const name of [LATER, OLD, FILES.newest, LATE, 'other_20260101130000.trn', 'mgc_20260101130000.wrk'])
        estate.put('disk', name, '')
      expect(await listed()).toEqual({ type: 'completed', objects: [{ logs: path(LATE) }, { logs: path(LATER) }] })
    })

    test('keep the recovery closed while one of them is not applied, by the name of the first', async () => {
      for (const name of [LATER, OLD, FILES.newest, LATE, 'other_20260101130000.trn']) estate.put('disk', name, '')
      expect(await unapplied()).toEqual(answers(false, `copied log backups not applied: 2; the first is ${LATE}`))
      expect(await unapplied(LATE)).toEqual(answers(false, `copied log backups not applied: 1; the first is ${LATER}`))
      // A log that was applied and is gone since says nothing of one that is there.
      expect(await unapplied(LATE, 'mgc_20260101124500.trn')).toMatchObject({ objects: [{ Ok: false }] })
      expect(await unapplied(LATE, LATER)).toEqual(answers(true, 'copied log backups not applied: 0'))
    })

    test('of another folder do not count as applied, and letters may be large or small', async () => {
      estate.put('disk', LATE, '')
      const applied = (log: string) => run(ONLINE, 'before', { ...FILES, applied: [log] }).then(({ objects }) => objects)
      expect(await applied(`E:\\LSCopy\\${LATE}`)).toMatchObject([{ Ok: false }])
      expect(await applied(path(LATE).toUpperCase())).toMatchObject([{ Ok: true }])
    })

    test('are none in a folder that is empty', async () => {
      expect(await listed()).toEqual({ type: 'completed', objects: [] })
      expect(await unapplied()).toEqual(answers(true, 'copied log backups not applied: 0'))
    })

    test('are not known where the folder is missing', async () => {
      lose(FILES.destination)
      expect(await listed()).toMatchObject({
        type: 'failed',
        objects: [],
        errors: [{ message: "Cannot find path 'D:\\LSCopy' because it does not exist.", category: 'ObjectNotFound' }],
      })
      expect(await unapplied(LATE)).toEqual(answers(false, 'D:\\LSCopy is not there, or may not be read from this host'))
    })

    // Everything may be read by root.
    test.skipIf(process.getuid?.() === 0)('are not known where a folder may not be read', async () => {
      const closed = { type: 'failed', objects: [], errors: [{ category: 'PermissionDenied' }] }
      const locked = async (path: string, ...looks: [step: string, role: string, place?: number][]) => {
        const place = estate.mapping[path] ?? ''
        chmodSync(place, 0o000)
        try {
          const said = []
          for (const [step, role, index] of looks) said.push(told(await run(step, role, { ...FILES, applied: [path] }, index)))
          return said
        } finally {
          chmodSync(place, 0o755)
        }
      }
      expect(await locked(FILES.destination, [APPLY, 'read'], [ONLINE, 'before'])).toMatchObject([closed, closed])
      expect(await locked(FILES.share, [COPY, 'run'], [COPY, 'check'], [ONLINE, 'before', 1])).toMatchObject([closed, closed, closed])
    })
  })

  describe('the switch of the pool', () => {
    const values = { pool: 'lyncpc.contoso.com' }

    test.each([0, 1, 2])('with %i services answering', async (services) => {
      pool.services = services
      const Detail = `Persistent Chat services that answer for lyncpc.contoso.com: ${services}; there must be exactly 1`
      expect(told(await run(SWITCH, 'before', values))).toEqual({ type: 'completed', objects: [{ Ok: services === 1, Detail }] })
    })

    test('asks for the state by the identity that the system names', async () => {
      const outcome = await run(SWITCH, 'run', values)
      expect(told(outcome)).toEqual({ type: 'completed', objects: [] })
      expect(outcome.messages).toEqual([{ kind: 'warning', text: 'It takes a while until every server knows.' }])
      expect(estate.asked).toEqual([
        { endpoint, name: 'Get-CsService', parameters: { PersistentChatServer: true, PoolFqdn: 'lyncpc.contoso.com' } },
        { endpoint, name: 'Set-CsPersistentChatState', parameters: { Identity: IDENTITY, PoolState: 'FailedOver' } },
      ])
    })

    test.each([
      ['Normal', 0, false],
      ['FailedOver', 2, false],
      ['FailedOver', 0, true],
    ])('is done in state %s with %i of the asked-for servers behind: %s', async (state, behind, Done) => {
      Object.assign(pool, { state, behind })
      const Detail = `pool state ${state}; asked-for servers that have not received it: ${behind}`
      expect(told(await run(SWITCH, 'check', { ...values, activeServers: ['pc1.contoso.com', 'pc2.contoso.com'] }))).toEqual({
        type: 'completed',
        objects: [{ Done, Detail }],
      })
    })
  })

  test('the switch of the pool does not wait for servers of the lost data centre', async () => {
    Object.assign(pool, { state: 'FailedOver', behind: 2 })
    const outcome = await run(SWITCH, 'check', { pool: 'lyncpc.contoso.com', activeServers: ['pc3.contoso.com'] })
    const Detail = 'pool state FailedOver; asked-for servers that have not received it: 0'
    expect(told(outcome)).toEqual({ type: 'completed', objects: [{ Done: true, Detail }] })
  })

  describe('the new mirror', () => {
    const values = { mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup', backup_host: 'sqlb1.contoso.com' }
    const parameters = { DatabaseType: 'PersistentChat', FileShare: values.mirrorShare, SqlServerFqdn: values.backup_host }

    test.each([
      ['', parameters],
      ['rtc', { ...parameters, SqlInstanceName: 'rtc' }],
    ])('of the instance "%s" is asked for without a prompt, and tells how it goes', async (instance, expected) => {
      const outcome = await run(MIRROR, 'run', { ...values, backup_instance: instance })
      expect(told(outcome)).toEqual({ type: 'completed', objects: [] })
      expect(outcome.messages).toEqual([
        { kind: 'verbose', text: 'Performing the operation "Install-CsMirrorDatabase" on target "sqlb1.contoso.com".' },
        { kind: 'verbose', text: 'Seeding mgc.' },
      ])
      expect(estate.asked).toEqual([{ endpoint, name: 'Install-CsMirrorDatabase', parameters: expected }])
    })

    test('an error of the cmdlet is told at the line of the document', async () => {
      const outcome = await run(MIRROR, 'run', { ...values, backup_host: 'elsewhere', backup_instance: 'rtc' })
      const line = (BLOCKS.find((block) => block.step === MIRROR)?.line ?? 0) + 3
      const code = 'Refused,Install-CsMirrorDatabase'
      expect(told(outcome)).toEqual({
        type: 'failed',
        objects: [],
        errors: [{ message: 'Install-CsMirrorDatabase cannot do this.', code, category: 'InvalidOperation', line, column: 3 }],
      })
    })
  })

  describe('the active servers', () => {
    const values = { pool: 'lyncpc.contoso.com' }

    test.each([[['pc5.contoso.com', 'pc6.contoso.com']], [['pc5.contoso.com']]])('%j replace the list', async (activeServers) => {
      expect(told(await run(ACTIVE, 'run', { ...values, activeServers }))).toEqual({ type: 'completed', objects: [] })
      expect(estate.asked.at(-1)).toEqual({
        endpoint,
        name: 'Set-CsPersistentChatActiveServer',
        parameters: { Identity: IDENTITY, ActiveServers: { Replace: activeServers } },
      })
    })

    test.each([
      [['PC5.contoso.com', 'pc6.contoso.com'], true, 'active servers: 2; asked-for ones missing: 0'],
      [['pc5.contoso.com'], false, 'active servers: 1; asked-for ones missing: 1'],
      [['pc5.contoso.com', 'pc6.contoso.com', 'pc1.contoso.com'], false, 'active servers: 3; asked-for ones missing: 0'],
      [[], false, 'active servers: 0; asked-for ones missing: 2'],
    ])('%j active: done is %s', async (active, Done, Detail) => {
      pool.active = active
      const activeServers = ['pc5.contoso.com', 'pc6.contoso.com']
      expect(told(await run(ACTIVE, 'check', { ...values, activeServers }))).toEqual({ type: 'completed', objects: [{ Done, Detail }] })
    })
  })
}
