import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEstate } from '../estate/estate.ts'
import type { Estate } from '../estate/estate.ts'
import { powerShellBlocks } from './document-blocks.ts'
import { inBothShells, openBench, told } from './shells.ts'
import type { WorkerContext } from './shells.ts'

const BLOCKS = powerShellBlocks('failover-persistent-chat')

inBothShells((kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'estate-blocks-'))
  let estate: Estate
  let disks: WorkerContext
  let shell: WorkerContext
  beforeAll(async () => {
    estate = await startEstate({ dir, speed: 50 })
    disks = openBench(kind.target(estate.control, 'sec-host'))
    shell = openBench(kind.target(estate.control, 'management'))
  })
  afterAll(async () => {
    await disks.shell.close()
    await shell.shell.close()
    await estate.close()
    rmSync(dir, { recursive: true })
  })

  const run = async (number: number, on: () => WorkerContext, values: Record<string, string | string[]>) => {
    const block = BLOCKS[number]
    return told(await on().run(block?.text ?? '', { values, firstLine: block?.line ?? 0 }))
  }
  const files = { database: 'mgc', share: '\\\\files.contoso.com\\pchatlogs', destination: 'D:\\LSCopy' }
  const pool = { pool: 'lyncpc.contoso.com' }
  const identity = 'PersistentChatServer:lyncpc.contoso.com'

  test('the whole document, in its order, against the practice estate', async () => {
    const everything = { ...files, newest: '' }
    const before = await run(1, () => disks, everything)
    expect(before).toMatchObject({
      type: 'completed',
      objects: [{ Done: false, Detail: expect.stringMatching(/^log backups not copied yet: [1-9]\d*$/) }],
    })
    expect((await run(0, () => disks, everything))['objects']).not.toEqual([])
    expect(await run(1, () => disks, everything)).toEqual({
      type: 'completed',
      objects: [{ Done: true, Detail: 'log backups not copied yet: 0' }],
    })
    const logs = (await run(2, () => disks, everything))['objects'] as { logs: string }[]
    const applied = logs.map(({ logs: log }) => log)
    expect(applied).toEqual(applied.toSorted())
    const open = (count: number, first: string) => ({
      objects: [{ Ok: count === 0, Detail: `copied log backups not applied: ${count}${first}` }],
    })
    expect(await run(3, () => disks, { ...everything, applied: applied.slice(0, -1) })).toMatchObject(
      open(1, `; the first is ${applied.at(-1)?.split('\\').at(-1)}`),
    )
    expect(await run(3, () => disks, { ...everything, applied })).toMatchObject(open(0, ''))
    expect(await run(4, () => disks, everything)).toMatchObject({ objects: [{ Ok: true }] })

    const once = 'Persistent Chat services that answer for lyncpc.contoso.com: 1; there must be exactly 1'
    expect(await run(5, () => shell, pool)).toEqual({ type: 'completed', objects: [{ Ok: true, Detail: once }] })
    expect(await run(6, () => shell, pool)).toEqual({ type: 'completed', objects: [] })
    await expect
      .poll(() => run(7, () => shell, pool))
      .toEqual({
        type: 'completed',
        objects: [{ Done: true, Detail: 'pool state FailedOver; asked-for servers that have not received it: 0' }],
      })
    const mirror = { mirrorShare: '\\\\sqlb1.contoso.com\\csdatabackup', backup_host: 'sqlb1.contoso.com', backup_instance: 'RTC' }
    expect(await run(8, () => shell, mirror)).toMatchObject({
      type: 'failed',
      errors: [{ code: 'DatabaseNotOnline,Install-CsMirrorDatabase', category: 'InvalidOperation', line: (BLOCKS[8]?.line ?? 0) + 3 }],
    })

    const active = { ...pool, activeServers: ['pc5.contoso.com', 'pc6.contoso.com'] }
    expect(await run(9, () => shell, active)).toEqual({ type: 'completed', objects: [] })
    expect(await run(10, () => shell, active)).toEqual({
      type: 'completed',
      objects: [{ Done: true, Detail: 'active servers: 2; asked-for ones missing: 0' }],
    })
    expect(estate.state.effects.map((effect) => effect.what)).toEqual([
      `Set-CsPersistentChatState ${JSON.stringify({ Identity: identity, PoolState: 'FailedOver' })}`,
      `Set-CsPersistentChatActiveServer ${JSON.stringify({ Identity: identity, ActiveServers: { Replace: active.activeServers } })}`,
    ])
  })

  test('a cmdlet where it is not installed, and a dropped connection after the effect, are errors', async () => {
    expect(await disks.run('Get-CsService')).toMatchObject({ type: 'failed', errors: [{ category: 'ObjectNotFound' }] })
    estate.faults.inject({ kind: 'drop-after', instance: 'management', pattern: 'Set-CsPersistentChatState' })
    const outcome = await shell.run('Set-CsPersistentChatState -PoolState Normal -Confirm:$false')
    expect(outcome).toMatchObject({
      type: 'failed',
      errors: [{ code: 'EstateUnreachable,Set-CsPersistentChatState', category: 'ConnectionError' }],
    })
    expect((await shell.run('(Get-CsPersistentChatState).PoolState')).objects).toEqual(['Normal'])
  })
})
