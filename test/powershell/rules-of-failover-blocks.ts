import { describe, expect, test } from 'vitest'
import { ACTIVE, APPLY, BLOCKS, COPY, IDENTITY, MIRROR, ONLINE, SWITCH, failoverBlocks } from './failover-blocks.ts'
import { rulesOfLogBackups } from './rules-of-log-backups.ts'
import { told } from './shells.ts'
import type { WorkerContext } from './shells.ts'
import type { SmallEstate } from './small-estate.ts'

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
  const blocks = failoverBlocks(bench, estate)
  const { pool, run } = blocks
  rulesOfLogBackups(estate, blocks)

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
