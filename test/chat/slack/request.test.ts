import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { judgeRequest, ReplayMemory, type IncomingRequest } from '../../../src/chat/slack/receive/http-guard.ts'
import { Dedupe, eventIdOf } from '../../../src/chat/receive/dedupe.ts'

const SECRET = 'a-signing-secret-of-slack'
const NOW_MS = 1_795_248_412_000
const FORM = 'application/x-www-form-urlencoded'

interface Over {
  body?: string | Buffer
  ageS?: number
  secret?: string
  headers?: Record<string, string | undefined>
}

function request({ body = 'command=%2Fcountersign', ageS = 0, secret = SECRET, headers = {} }: Over = {}): IncomingRequest {
  const bytes = Buffer.from(body as string)
  const stamp = String(NOW_MS / 1000 - ageS)
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:`).update(bytes).digest('hex')}`
  return {
    headers: { 'content-type': FORM, 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature, ...headers },
    body: bytes,
  }
}

function codeOf(over: Over, memory = new ReplayMemory()): string {
  const verdict = judgeRequest(request(over), SECRET, memory, NOW_MS)
  return verdict.pass ? 'taken' : `${verdict.status} ${verdict.code}`
}

describe('a request', () => {
  test.each<[string, Over, string]>([
    ['as Slack sends it', {}, 'taken'],
    ['with a payload', { body: `payload=${encodeURIComponent('{"type":"block_actions"}')}` }, 'taken'],
    ['as JSON', { body: '{"type":"url_verification"}', headers: { 'content-type': 'application/json; charset=utf-8' } }, 'taken'],
    ['300 s old', { ageS: 300 }, 'taken'],
    ['301 s old', { ageS: 301 }, '401 stale'],
    ['60 s ahead', { ageS: -60 }, 'taken'],
    ['61 s ahead', { ageS: -61 }, '401 future'],
    ['a day ahead', { ageS: -86_400 }, '401 future'],
    ['signed with another secret', { secret: 'another' }, '401 forged'],
    ['without a signature', { headers: { 'x-slack-signature': undefined } }, '401 no-signature'],
    ['with half a signature', { headers: { 'x-slack-signature': 'v0=abcd' } }, '401 no-signature'],
    ['with a signature of another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }, '401 no-signature'],
    ['without a timestamp', { headers: { 'x-slack-request-timestamp': undefined } }, '401 no-timestamp'],
    ['with words for a timestamp', { headers: { 'x-slack-request-timestamp': 'now' } }, '401 no-timestamp'],
    ['with a negative timestamp', { headers: { 'x-slack-request-timestamp': '-1' } }, '401 no-timestamp'],
    ['compressed', { headers: { 'content-encoding': 'gzip' } }, '415 compressed'],
    ['as XML', { headers: { 'content-type': 'text/xml' } }, '415 content-type'],
    ['without a content type', { headers: { 'content-type': undefined } }, '415 content-type'],
    ['that is not UTF-8', { body: Buffer.from([0x63, 0xff, 0xfe]) }, '400 not-utf8'],
    ['with half a payload', { body: 'payload=%7B%22type%22' }, '400 not-json'],
    ['with a payload of null', { body: 'payload=null' }, '400 not-json'],
    ['with two payloads', { body: 'payload=%7B%7D&payload=%7B%7D' }, '400 not-json'],
    ['with neither command nor payload', { body: 'a=1' }, '400 not-json'],
    ['that is empty', { body: '' }, '400 not-json'],
    ['as a JSON list', { body: '[]', headers: { 'content-type': 'application/json' } }, '400 not-json'],
  ])('%s', (_, over, code) => expect(codeOf(over)).toBe(code))

  test('counts once, also when it comes again within the time in which it would be good', () => {
    const memory = new ReplayMemory()
    expect([codeOf({}, memory), codeOf({}, memory)]).toEqual(['taken', '409 replayed'])
    expect(codeOf({ body: 'command=%2Ffailover' }, memory)).toBe('taken')
  })

  test('whose signature is changed in one digit is forged', () => {
    const good = String(request().headers['x-slack-signature'])
    const last = good.endsWith('0') ? '1' : '0'
    expect(codeOf({ headers: { 'x-slack-signature': good.slice(0, -1) + last } })).toBe('401 forged')
  })
})

describe('an event', () => {
  test('has the platform’s ids and a hash of its whole body for an id', () => {
    const body = { trigger_id: '1.2.abc', text: 'x' }
    expect(eventIdOf('slack', 'action', ['1.2.abc', undefined, '17.1'], body)).toMatch(/^slack\/action\/1\.2\.abc\/17\.1\/[0-9a-f]{32}$/)
    expect(eventIdOf('slack', 'action', ['1'], body)).toBe(eventIdOf('slack', 'action', ['1'], { ...body }))
    expect(eventIdOf('slack', 'action', ['1'], body)).not.toBe(eventIdOf('slack', 'action', ['1'], { ...body, text: 'y' }))
    expect(eventIdOf('slack', 'view', ['x'.repeat(5000)], body).length).toBeLessThan(250)
  })

  test('that is delivered again is not done again, and gets the first one’s outcome', async () => {
    const once = new Dedupe<number>()
    let done = 0
    const act = async (): Promise<number> => ++done
    const [first, second] = [once.do('e', act), once.do('e', act)]
    expect([first.again, second.again, await first.outcome, await second.outcome]).toEqual([false, true, 1, 1])
    expect(await once.do('other', act).outcome).toBe(2)
  })

  test('that failed may be tried again', async () => {
    const once = new Dedupe<number>()
    await expect(once.do('e', () => Promise.reject(new Error('no'))).outcome).rejects.toThrow('no')
    expect(await once.do('e', async () => 2).outcome).toBe(2)
  })
})
