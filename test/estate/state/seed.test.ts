import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { practiceEstate } from '../sql/practice-session.ts'
import { readBackup } from './backup-file.ts'
import type { BackupHeader } from './backup-file.ts'
import { createEstateState, instanceNamed, placeOnDisk } from './estate-state.ts'
import type { EstateState } from './estate-state.ts'
import { lateLog } from './seed.ts'
import { realPath } from './windows-path.ts'

let state: EstateState
let remove: () => void

beforeEach(() => {
  ;({ state, remove } = practiceEstate())
})
afterEach(() => remove())

const trn = (path: string) =>
  readdirSync(placeOnDisk(state, 'sqlb1.contoso.com', path)!)
    .filter((name) => /^mgc_\d{14}\.trn$/.test(name))
    .sort()
const SHARE = '\\\\files.contoso.com\\pchatlogs'
const headers = (): BackupHeader[] => trn(SHARE).map(header)
const header = (name: string): BackupHeader => {
  const read = readBackup(placeOnDisk(state, 'sqlb1.contoso.com', `${SHARE}\\${name}`))
  if (read.kind !== 'backup') throw new Error(`${name} is ${read.kind}`)
  return read.header
}

test('the incident is found in the middle: five logs restored, two copied, four only on the share', () => {
  expect(trn(SHARE)).toHaveLength(11)
  expect(trn('D:\\LSCopy')).toEqual(trn(SHARE).slice(0, 7))
  const restores = instanceNamed(state, 'SEC').msdb.restorehistory.map((row) => row['restore_type'])
  expect(restores).toEqual(['D', 'L', 'L', 'L', 'L', 'L'])
  expect(state.instances.map(({ name, up }) => [name, up])).toEqual([
    ['PRI', false],
    ['PRIM', false],
    ['SEC', true],
    ['SECM', true],
  ])
})

test('the logs on the share are one chain, and a late one is its next link', () => {
  const late = lateLog(state)
  const chain = headers()
  expect(trn(SHARE).at(-1)).toBe(late)
  for (const [index, link] of chain.slice(1).entries()) expect(link.firstLsn).toBe(chain[index]!.lastLsn)
  expect(chain[4]!.lastLsn).toBe(instanceNamed(state, 'SEC').databases.find((database) => database.name === 'mgc')!.redoLsn)
})

test('an estate that starts again in the same directory leaves no logs of the old chain, and nothing else is touched', () => {
  const place = placeOnDisk(state, 'sqlb1.contoso.com', SHARE)!
  writeFileSync(join(place, 'notes.txt'), 'mine')
  writeFileSync(join(place, 'mgc_20200101000000.trn'), 'old')
  createEstateState({ dir: state.dir })
  expect(existsSync(join(place, 'notes.txt'))).toBe(true)
  expect(trn(SHARE)).not.toContain('mgc_20200101000000.trn')
  expect(trn(SHARE)).toHaveLength(11)
})

test.each([
  ['\\\\files\\PChatLogs\\a.trn', 'shares/files.contoso.com/pchatlogs/a.trn'],
  ['\\\\FILES.contoso.com\\pchatlogs', 'shares/files.contoso.com/pchatlogs'],
  ['d:\\LSCopy\\a.trn', 'hosts/sqlb1.contoso.com/D/LSCopy/a.trn'],
  ['D:/LSCopy', 'hosts/sqlb1.contoso.com/D/LSCopy'],
])('%s lies in %s', (path, expected) => {
  expect(realPath('/estate', 'sqlb1', path)).toBe(join('/estate', expected))
})

test.each(['LSCopy', '\\\\files', '\\LSCopy', 'D:\\..\\..\\x', '\\\\files\\..\\x', '/etc/passwd', '', '\\\\..\\x\\y', 'D:\\a\0b'])(
  '%j is no place',
  (path) => {
    expect(realPath('/estate', 'sqlb1', path)).toBeUndefined()
  },
)
