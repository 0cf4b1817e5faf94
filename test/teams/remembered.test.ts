import { mkdtempSync, readFileSync, rmSync, writeFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Remembered } from '../../src/chat/teams/remembered.ts'

const OTHERWISE = { serviceUrl: 'https://smba.trafficmanager.net/teams/', tenant: 'contoso' }
const CHANNEL = '19:incident@thread.tacv2'
const EMEA = { conversation: CHANNEL, serviceUrl: 'https://smba.trafficmanager.net/emea/', tenant: 'contoso', kind: 'channel' as const }

let folder: string
let file: string
let warned: string[]
const open = (): Remembered => new Remembered(file, OTHERWISE, { warn: (_, message) => void warned.push(message) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remembered-'))
  file = join(folder, 'teams.json')
  warned = []
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a conversation that spoke is reached where it spoke from, also after a start, and its thread below a message', () => {
  open().note({ ...EMEA, conversation: `${CHANNEL};messageid=17` })
  const again = open()
  expect(again.reach(CHANNEL)).toEqual(EMEA)
  expect(again.reach(CHANNEL, '18')).toEqual({ ...EMEA, conversation: `${CHANNEL};messageid=18` })
  expect(readdirSync(folder)).toEqual(['teams.json'])
})

test.each([
  [CHANNEL, 'channel'],
  ['19:old@thread.skype', 'channel'],
  ['19:chat@thread.v2', 'groupChat'],
  ['a:dana', 'personal'],
])('%s, which never spoke, is reached by the address of the configuration as a %s', (conversation, kind) => {
  expect(open().reach(conversation)).toEqual({ ...OTHERWISE, conversation, kind })
})

test('whom Teams knows by which id is known of each tenant by itself, whatever the case', () => {
  open().met({ tenant: 'contoso', object: 'ABC', id: '29:dana' })
  const again = open()
  expect([again.idOf({ tenant: 'Contoso', object: 'abc' }), again.idOf({ tenant: 'fabrikam', object: 'abc' })]).toEqual([
    '29:dana',
    undefined,
  ])
})

test('what cannot be read is said, and begun anew', () => {
  for (const text of ['{', '[]', '{"v":2,"conversations":[],"people":[]}', '{"v":1,"conversations":[{"conversation":"x"}],"people":[]}']) {
    writeFileSync(file, text)
    expect(open().reach(CHANNEL).serviceUrl).toBe(OTHERWISE.serviceUrl)
  }
  expect(warned).toEqual(
    Array.from(
      { length: 4 },
      () => `${file} cannot be read and is begun anew: conversations in Teams are reached by teams.serviceUrl until somebody speaks there.`,
    ),
  )
  open().note(EMEA)
  expect(open().reach(CHANNEL)).toEqual(EMEA)
})

test('what cannot be written is said, and known all the same', () => {
  rmSync(folder, { recursive: true })
  const remembered = open()
  remembered.note(EMEA)
  expect([remembered.reach(CHANNEL), warned]).toEqual([
    EMEA,
    [`${file} cannot be written: after a start, conversations in Teams are reached by teams.serviceUrl until somebody speaks there.`],
  ])
  folder = mkdtempSync(join(tmpdir(), 'remembered-'))
})

test('of more than five thousand the longest silent is forgotten, and nothing is written where nothing is new', () => {
  const conversations = Array.from({ length: 5000 }, (_, n) => ({ ...EMEA, conversation: `19:${n}@thread.tacv2` }))
  writeFileSync(file, JSON.stringify({ v: 1, conversations, people: [] }))
  const remembered = open()
  const before = readFileSync(file, 'utf8')
  remembered.note({ ...EMEA, conversation: '19:0@thread.tacv2' })
  expect(readFileSync(file, 'utf8')).toBe(before)
  remembered.note(EMEA)
  expect(['19:0@thread.tacv2', '19:1@thread.tacv2', CHANNEL].map((id) => remembered.reach(id).serviceUrl === EMEA.serviceUrl)).toEqual([
    true,
    false,
    true,
  ])
})
