/** The blocks that copy, list and ask for log backups, on the share and on the disk. */
import { chmodSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { APPLY, BLOCKS, COPY, FILES, LATE, LATER, OLD, ONLINE, type FailoverBlocks } from './failover-blocks.ts'
import { told } from './shells.ts'
import type { SmallEstate } from './small-estate.ts'

export function rulesOfLogBackups(estate: SmallEstate, { run, lose }: FailoverBlocks): void {
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
}
