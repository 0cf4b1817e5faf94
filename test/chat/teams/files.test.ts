/** A file that somebody asked for: offered, accepted, brought to the place that Teams names. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { said } from '../../../src/chat/note.ts'
import { en } from '../../../src/words/en.ts'
import { activity, ALONE, linesIn, openDesk, type Desk } from './desk.ts'

interface Put {
  method: string | undefined
  range: string | undefined
  body: string
}

let place: Server
let url = ''
let desk: Desk
let status = 201
const puts: Put[] = []

beforeAll(async () => {
  place = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString('utf8')))
    request.on('end', () => {
      puts.push({ method: request.method, range: request.headers['content-range'], body })
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('{}')
    })
  })
  place.listen(0, '127.0.0.1')
  await once(place, 'listening')
  url = `http://127.0.0.1:${(place.address() as AddressInfo).port}/upload`
})
afterAll(() => place.close())

const TEXT = '{"n":1,"who":"Dana (서은주)"}\n'

/** The answer to the card that offers the file, by whoever it was offered to. */
async function answered(
  action: 'accept' | 'decline',
  more: { uploadUrl?: string; from?: string; file?: string; none?: true } = {},
): Promise<void> {
  const { uploadUrl = url, from = 'dana', none } = more
  const offer = desk.sent[0]?.activity.attachments?.[0] as { content: { acceptContext: { file: string } } }
  const context = { file: more.file ?? offer.content.acceptContext.file }
  const uploadInfo = { name: 'R-7.jsonl', uploadUrl, contentUrl: 'https://contoso.example/R-7.jsonl', uniqueId: 'u1', fileType: 'jsonl' }
  const value = { type: 'fileUpload', action, context, ...(none ? {} : { uploadInfo }) }
  const invoke = activity({ type: 'invoke', name: 'fileConsent/invoke', value, from: { id: `29:${from}` }, ...ALONE })
  expect(await desk.take(invoke)).toEqual({ status: 200 })
}

const told = (): string[] => desk.sent.slice(2).flatMap(({ activity: message }) => linesIn(message))

beforeEach(async () => {
  puts.length = 0
  status = 201
  desk = openDesk()
  await offer()
})

async function offer(): Promise<void> {
  const at = { serviceUrl: 'https://smba.example/', tenant: 't', conversation: 'a:dana', kind: 'personal' as const }
  const note = { ...said('info', 'The log'), file: { name: 'R-7.jsonl', text: TEXT, orElse: 'Or run it.' } }
  await desk.context.teller.tell({ at, address: '29:dana', account: 't/dana' }, en, note)
}

describe('a file that was accepted', () => {
  test('is brought whole, and shown', async () => {
    await answered('accept')
    const bytes = Buffer.byteLength(TEXT)
    expect(puts).toEqual([{ method: 'PUT', range: `bytes 0-${bytes - 1}/${bytes}`, body: TEXT }])
    expect(desk.sent[2]?.activity).toEqual({
      summary: 'R-7.jsonl',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.teams.card.file.info',
          contentUrl: 'https://contoso.example/R-7.jsonl',
          name: 'R-7.jsonl',
          content: { uniqueId: 'u1', fileType: 'jsonl' },
        },
      ],
    })
    await answered('accept')
    expect([puts.length, told().at(-1)]).toEqual([1, `✗ ${en.teams.note.file.gone}`])
  })

  test('twice by the same event is brought once', async () => {
    const offered = desk.sent[0]?.activity.attachments?.[0] as { content: { acceptContext: { file: string } } }
    const uploadInfo = { name: 'R-7.jsonl', uploadUrl: url, contentUrl: 'https://contoso.example/x', uniqueId: 'u1' }
    const value = { type: 'fileUpload', action: 'accept', context: offered.content.acceptContext, uploadInfo }
    const invoke = activity({ type: 'invoke', name: 'fileConsent/invoke', value, ...ALONE })
    await Promise.all([desk.take(invoke), desk.take(invoke)])
    expect([puts.length, desk.sent.length]).toEqual([1, 3])
  })

  test.each([
    ['refused by its place', () => void (status = 507), {}, 'the place that Teams named for the file answered 507. Accept it once more.'],
    [
      'sent on by its place',
      () => void (status = 302),
      {},
      'the place that Teams named for the file could not be reached. Accept it once more.',
    ],
    [
      'to a place that is not there',
      () => undefined,
      { uploadUrl: 'http://127.0.0.1:9/' },
      'the place that Teams named for the file could not be reached. Accept it once more.',
    ],
    [
      'to a place without TLS',
      () => undefined,
      { uploadUrl: 'http://files.example/x' },
      'Teams named a place for the file that is not https.',
    ],
    [
      'to a place with a password in it',
      () => undefined,
      { uploadUrl: 'https://me:pw@files.example/x' },
      'Teams named a place for the file that is not https.',
    ],
    ['to what is no place', () => undefined, { uploadUrl: 'file:///etc/passwd' }, 'Teams named a place for the file that is not https.'],
    ['without a place', () => undefined, { none: true as const }, 'Teams named a place for the file that is not https.'],
  ])('and %s is said not to be there, and may be accepted again', async (_, spoil, more, fault) => {
    spoil()
    await answered('accept', more)
    expect(told()).toEqual([`✗ R-7.jsonl could not be sent to you: ${fault} Or run it.`])
    status = 201
    await answered('accept')
    expect(told().at(-1)).toBe('application/vnd.microsoft.teams.card.file.info')
  })

  test('goes to no place of this machine, but beside a stand-in', async () => {
    desk = openDesk({ localFiles: false })
    await offer()
    await answered('accept')
    expect([puts, told()]).toEqual([
      [],
      ['✗ R-7.jsonl could not be sent to you: Teams named a place for the file that is not https. Or run it.'],
    ])
  })
})

test('a file that was declined is gone', async () => {
  await answered('decline')
  expect(told()).toEqual(['ℹ︎ R-7.jsonl was not sent, as you wished. Or run it.'])
  await answered('accept')
  expect([puts, told().at(-1)]).toEqual([[], `✗ ${en.teams.note.file.gone}`])
})

test('a file is nobody else’s, whoever brings its key', async () => {
  await answered('accept', { from: 'amir' })
  await answered('accept', { file: crypto.randomUUID() })
  expect([puts, told()]).toEqual([[], [`✗ ${en.teams.note.file.gone}`, `✗ ${en.teams.note.file.gone}`]])
})

test('an account that may do nothing gets no file', async () => {
  desk.refusals.account = { of: 'place', because: 'direct' }
  await answered('accept')
  expect([puts, told()]).toEqual([[], [`✗ ${en.teams.refusal({ of: 'place', because: 'direct' })}`]])
})
