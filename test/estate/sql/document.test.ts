import { copyFileSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeOnDisk } from '../state/estate-state.ts'
import type { EstateState } from '../state/estate-state.ts'
import { PracticeSession, practiceEstate } from './practice-session.ts'

/** Every SQL block of the procedure, in the order of the document, against one estate that goes from lost to online. */
let state: EstateState
let remove: () => void
let sec: PracticeSession
const values: Record<string, string> = {
  database: 'mgc',
  mirror_host: 'sqlb2.contoso.com',
  activeServers: '["pc5.contoso.com","pc6.contoso.com"]',
}
const blocks = readBlocks()

beforeAll(() => {
  ;({ state, remove } = practiceEstate())
  sec = new PracticeSession(state)
})
afterAll(() => {
  sec.close()
  remove()
})

const block = (step: string, role: string, index = 0): string =>
  blocks.filter((each) => each.step.startsWith(step) && each.role === role)[index]!.text
const ask = (step: string, role: string, index = 0) => sec.rows(block(step, role, index), values)

test('the record of log shipping is read', async () => {
  const [row] = await ask('Record', 'read')
  expect(row).toMatchObject({ share: '\\\\files.contoso.com\\pchatlogs', destination: 'D:\\LSCopy' })
  expect(row!['newest']).toMatch(/^mgc_\d{14}\.trn$/)
  Object.assign(values, row)
  expect(await ask('Record', 'read', 1)).toEqual([
    { name: 'mgc', state_desc: 'RESTORING', recovery_model_desc: 'FULL', user_access_desc: 'MULTI_USER' },
  ])
  const restores = await ask('Record', 'read', 2)
  expect(restores.map((restore) => restore['restore_type'])).toEqual(['L', 'L', 'L', 'L', 'L', 'D'])
  expect(restores[0]!['last_lsn']).toMatch(/^46\d{15}$/)
  expect(await ask('Record', 'before')).toEqual([{ ok: 1, detail: 'mgc is RESTORING; it must be RESTORING to take more logs' }])
})

test('log shipping is there, is stopped, and is gone', async () => {
  expect(await ask('Stop', 'before')).toEqual([{ ok: 1, detail: 'log shipping jobs that are running: 0; there must be none' }])
  expect(await ask('Stop', 'check')).toEqual([{ done: 0, detail: 'log shipping secondaries of mgc on this server: 1' }])
  await ask('Stop', 'run')
  expect(await ask('Stop', 'check')).toEqual([{ done: 1, detail: 'log shipping secondaries of mgc on this server: 0' }])
  expect(await sec.rows('SELECT name FROM msdb.dbo.sysjobs')).toEqual([])
  expect(await sec.errors(block('Stop', 'run'), values)).toEqual([32_014])
})

test('the outstanding logs are applied in order, each says that it is, and all of them are told at the end', async () => {
  const share = placeOnDisk(state, 'sqlb1.contoso.com', values['share']!)!
  const names = readdirSync(share).filter((name) => name.endsWith('.trn') && name > values['newest']!)
  expect(names).toHaveLength(6)
  const applied = (...files: string[]) => files.map((file) => ({ applied: file }))
  const files: string[] = []
  for (const name of names.toSorted()) {
    copyFileSync(join(share, name), join(placeOnDisk(state, 'sqlb1.contoso.com', 'D:\\LSCopy')!, name))
    values['log'] = `D:\\LSCopy\\${name}`
    expect(await ask('Apply', 'check')).toEqual([{ done: 0, detail: `${values['log']} is not applied` }])
    expect(await ask('Bring', 'read')).toEqual(applied(...files))
    await ask('Apply', 'run')
    files.push(values['log'])
    expect(await ask('Apply', 'check')).toEqual([{ done: 1, detail: `${values['log']} is applied` }])
  }
  expect(await ask('Bring', 'read')).toEqual(applied(...files))
  values['newest'] = names.toSorted()[3]!
  expect(await ask('Bring', 'read')).toEqual(applied(...files.slice(4)))
})

test('the database comes online, once', async () => {
  expect(await ask('Bring', 'check')).toEqual([{ done: 0, detail: 'mgc is RESTORING' }])
  await ask('Bring', 'run')
  expect(await ask('Bring', 'check')).toEqual([{ done: 1, detail: 'mgc is ONLINE' }])
  expect(await sec.errors(block('Bring', 'run'), values)).toEqual([3153, 3013])
  expect(await sec.errors(block('Apply', 'run'), values)).toEqual([3117, 3013])
})

test('the mirror is missing, then there', async () => {
  expect(await ask('Mirror', 'before')).toEqual([{ ok: 1, detail: 'mgc is ONLINE' }])
  expect(await ask('Mirror', 'check')).toEqual([{ done: 0, detail: 'mgc is not mirrored' }])
})

test('no server is at work before the pool was switched', async () => {
  expect(await ask('Choose', 'check')).toEqual([{ done: 0, detail: 'asked-for servers at work on this database: 0' }])
})

function readBlocks(): { step: string; role: string; text: string }[] {
  const document = readFileSync('commands/failover-persistent-chat.md', 'utf8')
  return document.split(/^## /m).flatMap((section) => {
    const step = section.slice(0, section.indexOf('\n'))
    return [...section.matchAll(/^```(?:sql (\w+)[^\n]*|(yaml))\n([\s\S]*?)^```/gm)].map((match) => ({
      step,
      role: match[1] ?? match[2]!,
      text: match[3]!,
    }))
  })
}
