import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEstate } from '../estate/estate.ts'
import type { Estate } from '../estate/estate.ts'
import { powerShellBlocks } from './document-blocks.ts'
import { inBothShells, openBench, told } from './shells.ts'
import type { Bench } from './shells.ts'

const BLOCKS = powerShellBlocks('failover-persistent-chat')

inBothShells((kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'estate-blocks-'))
  let estate: Estate
  let disks: Bench
  let shell: Bench
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

  const run = async (number: number, on: () => Bench, values: Record<string, string | string[]>) => {
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
      objects: [{ Done: false, Detail: expect.stringMatching(/^[1-9]\d* log backups are not copied yet$/) }],
    })
    expect((await run(0, () => disks, everything))['objects']).not.toEqual([])
    expect(await run(1, () => disks, everything)).toEqual({
      type: 'completed',
      objects: [{ Done: true, Detail: '0 log backups are not copied yet' }],
    })
    const logs = (await run(2, () => disks, everything))['objects'] as { logs: string }[]
    const applied = logs.map(({ logs: log }) => log)
    expect(applied).toEqual(applied.toSorted())
    const open = (count: number, first: string) => ({
      objects: [{ Ok: count === 0, Detail: `${count} copied log backups are not applied${first}` }],
    })
    expect(await run(3, () => disks, { ...everything, applied: applied.slice(0, -1) })).toMatchObject(
      open(1, `; the first is ${applied.at(-1)?.split('\\').at(-1)}`),
    )
    expect(await run(3, () => disks, { ...everything, applied })).toMatchObject(open(0, ''))
    expect(await run(4, () => disks, everything)).toMatchObject({ objects: [{ Ok: true }] })

    const once = '1 Persistent Chat services answer for lyncpc.contoso.com; it must be exactly one'
    expect(await run(5, () => shell, pool)).toEqual({ type: 'completed', objects: [{ Ok: true, Detail: once }] })
    expect(await run(6, () => shell, pool)).toEqual({ type: 'completed', objects: [] })
    await expect
      .poll(() => run(7, () => shell, pool))
      .toEqual({
        type: 'completed',
        objects: [{ Done: true, Detail: 'pool state FailedOver, 0 of the asked-for servers have not received it' }],
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
      objects: [{ Done: true, Detail: '2 active servers, 0 of the asked-for ones missing' }],
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
