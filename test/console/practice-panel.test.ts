import { afterEach, describe, expect, test } from 'vitest'
import { openConsole, type Console } from '../../src/chat/console/open-console.ts'
import { BadRequest, startControl, type Control } from '../estate/control/control-server.ts'
import { enter, pageHeaders, send } from './http.ts'
import { consoleForEachTest, quiet, SECRETS, sentence } from './opened.ts'

const at = consoleForEachTest()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

const SHARE = {
  id: 'lost-share',
  title: 'Lost share',
  does: 'a\u202eb',
  see: 's',
  away: 'w',
  begins: 'Lose it',
  ends: 'Bring it back',
  on: false,
}
const asked: unknown[] = []

async function control(): Promise<Control> {
  const started = await startControl({
    'GET /practice': () => ({ mishaps: [SHARE] }),
    'POST /practice': (_query, body) => {
      asked.push(body)
      if ((body as { mishap?: string }).mishap === 'none') throw new BadRequest('There is no such mishap; there are lost-share.')
      return { said: 'The share is gone.', mishaps: [{ ...SHARE, on: true }] }
    },
  })
  open.push(started)
  return started
}

async function consoleWith(practice: boolean, to: { url: string; token: string } | undefined): Promise<Console> {
  const console = await openConsole({ backend: at.backend, port: 0, practice, control: to, log: quiet, ...SECRETS })
  if ('refusal' in console) throw new Error(console.refusal.sentence)
  open.push(console)
  await enter(console.address)
  return console
}

const ask = async (console: Console, headers: Record<string, string>, body: object) =>
  send(console.address, 'POST', '/api/practice', headers, JSON.stringify(body))
const LOSE = { do: 'begin', mishap: 'lost-share' }

describe('the practice panel', () => {
  test('shows what can go wrong, with nothing hidden in it, and hands a wish on', async () => {
    const console = await consoleWith(true, await control())
    const shown = await send(console.address, 'GET', '/api/practice')
    expect(JSON.parse(shown.text)).toEqual({ mishaps: [{ ...SHARE, does: 'a⟨U+202E⟩b' }] })
    const answer = await ask(console, await pageHeaders(console.address), LOSE)
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { said: 'The share is gone.', mishaps: [{ on: true }] }])
    expect(asked.at(-1)).toEqual(LOSE)
    expect(JSON.parse((await send(console.address, 'GET', '/api/start')).text)).toMatchObject({ practice: true, control: true })
  })

  test('says what the estate refuses, and when nobody answers there', async () => {
    const to = await control()
    const console = await consoleWith(true, to)
    const headers = await pageHeaders(console.address)
    const none = await ask(console, headers, { do: 'begin', mishap: 'none' })
    expect([none.status, sentence(none.text)]).toEqual([400, 'There is no such mishap; there are lost-share.'])
    await open.shift()?.close()
    const gone = await ask(console, headers, LOSE)
    expect([gone.status, sentence(gone.text)]).toEqual([
      503,
      'The practice estate does not answer. See whether "npm run practice" still runs.',
    ])
  })

  test('takes nothing but a wish, from nobody but its own page', async () => {
    const console = await consoleWith(true, await control())
    const headers = await pageHeaders(console.address)
    const before = asked.length
    const answers = [
      await ask(console, headers, { do: 'explode' }),
      await ask(console, headers, { do: 'begin', mishap: '../state' }),
      await ask(console, { ...headers, 'x-countersign-secret': 'wrong' }, LOSE),
      await ask(console, { ...headers, origin: 'http://127.0.0.1:9' }, LOSE),
      await ask(console, { ...headers, host: 'evil.example' }, LOSE),
      await ask(console, { ...headers, cookie: '' }, LOSE),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 403, 403, 421, 401])
    expect(asked.length).toBe(before)
  })
})

describe('without practice there is no panel', () => {
  test.each([
    ['outside practice, whatever is configured', false, true],
    ['in a practice installation without an estate of ours', true, false],
  ])('%s', async (_, practice, withControl) => {
    const to = await control()
    const console = await consoleWith(practice, withControl ? to : undefined)
    const before = asked.length
    const answers = [
      await send(console.address, 'GET', '/api/practice'),
      await ask(console, await pageHeaders(console.address), LOSE),
      await ask(console, await pageHeaders(console.address), { do: 'reset' }),
    ]
    expect(answers.map(({ status, text }) => [status, sentence(text)])).toEqual(answers.map(() => [404, 'There is no such page.']))
    expect(JSON.parse((await send(console.address, 'GET', '/api/start')).text)).toMatchObject({ control: false })
    expect(asked.length).toBe(before)
  })
})
