import { describe, expect, test } from 'vitest'
import { FINGERPRINT, view } from '../chat/views.ts'
import { pageHeaders, send } from './http.ts'
import { consoleForEachTest, sentence, typed } from './opened.ts'

const at = consoleForEachTest()

describe('people', () => {
  const note = async (body: string): Promise<unknown> =>
    (JSON.parse((await send(at.address, 'POST', '/api/do', at.headers, body)).text) as { note: { tone: string; title: string } }).note

  test('an unknown person is told so, and nothing is sent', async () => {
    expect(await note(typed('/failover persistent-chat', 'mallory'))).toMatchObject({
      tone: 'refused',
      title: 'No person of people.yaml has the account mallory. Ask for it to be added.',
    })
    expect(at.backend.sent).toEqual([])
  })

  test('who may not start a procedure is told who may, and burns no run number', async () => {
    expect(await note(typed('/failover persistent-chat', 'carol'))).toMatchObject({
      title: 'Carol Lindqvist may not start /failover persistent-chat: its policy lets operators start it. Ask one of them.',
    })
    expect(at.backend.sent).toEqual([])
  })

  test('a line that the browser may have cut off is refused, and nothing is begun with what is left of it', async () => {
    expect((await send(at.address, 'GET', '/', at.headers)).text).toContain('maxlength="4001"')
    const line = '/failover persistent-chat pool='.padEnd(4001, 'x')
    expect(await note(typed(line))).toMatchObject({ tone: 'refused', title: 'That is 4,001 characters; a command has at most 4,000.' })
    expect(at.backend.sent).toEqual([])
    const asked = JSON.stringify({ as: 'dana', run: 'R-1', name: 'pool', answers: { database: 'x'.repeat(4001) } })
    expect((await send(at.address, 'POST', '/api/choices', at.headers, asked)).status).not.toBe(400)
  })

  test('help offers a procedure to those who may start it only', async () => {
    expect(JSON.stringify(await note(typed('/countersign help')))).toContain('"command":"/failover persistent-chat"')
    expect(JSON.stringify(await note(typed('/countersign help', 'carol')))).toContain('Carol Lindqvist may start nothing here.')
  })

  test('a start carries who, through which account, and everything the run is judged by', async () => {
    at.backend.answer = () => ({ seq: 1, rehearsal: false })
    const answer = await send(
      at.address,
      'POST',
      '/api/do',
      at.headers,
      typed('/failover persistent-chat pool=lyncpc.contoso.com --rehearse'),
    )
    expect(JSON.parse(answer.text)).toMatchObject({ run: 'R-1', note: { tone: 'ok' } })
    expect(at.backend.sent).toMatchObject([
      {
        type: 'start',
        run: 'R-1',
        by: { id: 'dana', name: 'Dana Ruiz', groups: ['operators'], via: 'practice', account: 'dana' },
        rehearsal: true,
        answers: { pool: 'lyncpc.contoso.com' },
        conversation: { platform: 'console', channel: 'incident' },
      },
    ])
  })

  test('what an answer holds is seen as what it is: in its title, its rows and its faults', async () => {
    const server = 'Cannot open mgc\u200b\u202e'
    at.backend.views.set('R-1', view({ phase: 'working', status: server }))
    const asked = typed('/countersign status R-1')
    expect(JSON.stringify(await note(asked))).toContain('Cannot open mgc⟨U+200B⟩⟨U+202E⟩')
    at.backend.answer = () => ({
      refusal: {
        code: 'bad-answers',
        facts: { command: '/failover', fields: { pool: { is: 'other-form', written: 'a', pattern: `${server}: a\u3164` } } },
      },
    })
    const reply = JSON.parse((await send(at.address, 'POST', '/api/do', at.headers, typed('/failover persistent-chat'))).text)
    expect(reply).toMatchObject({
      note: {
        title: 'Nothing was taken. pool: `a` does not have the form that is asked for: Cannot open mgc⟨U+200B⟩⟨U+202E⟩: a⟨U+3164⟩.',
        body: [
          { rows: [{ name: 'pool', value: '`a` does not have the form that is asked for: Cannot open mgc⟨U+200B⟩⟨U+202E⟩: a⟨U+3164⟩.' }] },
        ],
      },
      fields: { pool: '`a` does not have the form that is asked for: Cannot open mgc⟨U+200B⟩⟨U+202E⟩: a⟨U+3164⟩.' },
    })
  })

  test('the same event sent again is the same run', async () => {
    at.backend.answer = () => ({ seq: 1, rehearsal: false })
    const body = typed('/failover persistent-chat')
    await send(at.address, 'POST', '/api/do', at.headers, body)
    await send(at.address, 'POST', '/api/do', at.headers, body)
    expect(at.backend.sent.map(({ run }) => run)).toEqual(['R-1', 'R-1'])
    expect(new Set(at.backend.sent.map(({ eventId }) => eventId)).size).toBe(1)
  })

  test('an engine that does not answer is said, and never taken for a record', async () => {
    at.backend.answer = () => Promise.reject(new Error('ECONNREFUSED /secret/socket'))
    const answer = await send(at.address, 'POST', '/api/do', at.headers, typed('/failover persistent-chat'))
    expect([answer.status, sentence(answer.text)]).toEqual([
      503,
      'Not recorded: the engine did not take it. Try again; if it stays so, look into the log of countersign start.',
    ])
  })

  test('outside practice nobody can do anything, and nobody is listed', async () => {
    const readOnly = (await at.again(false)).address
    const answer = await send(readOnly, 'POST', '/api/do', await pageHeaders(readOnly), typed('/countersign list'))
    expect([answer.status, sentence(answer.text)]).toEqual([
      403,
      'This console is read-only: outside practice it cannot know who you are. Use Slack or Teams.',
    ])
    expect(JSON.parse((await send(readOnly, 'GET', '/api/start')).text)).toMatchObject({ practice: false, people: [] })
  })
})

describe('what can be looked at', () => {
  test('a run, its log for eyes and as a file; an unknown one with a sentence', async () => {
    at.backend.views.set('R-7', view())
    expect(JSON.parse((await send(at.address, 'GET', '/api/runs/R-7')).text)).toMatchObject({ shown: { run: 'R-7', state: 'Working' } })
    expect(JSON.parse((await send(at.address, 'GET', '/api/runs/R-7/log')).text)).toMatchObject([
      { kind: 'entry', seq: 1, who: 'chat', what: 'timer' },
    ])
    const file = await send(at.address, 'GET', '/api/runs/R-7/log?as=file')
    expect(file.headers['content-disposition']).toBe('attachment; filename=R-7.jsonl')
    const unknown = await send(at.address, 'GET', '/api/runs/R-99')
    expect([unknown.status, sentence(unknown.text)]).toEqual([404, 'There is no run R-99.'])
    expect(sentence((await send(at.address, 'GET', '/api/runs/%3Cscript%3E')).text)).toBe('Runs are named like R-7.')
  })

  test.each(['/page/..%2f..%2fguard.ts', '/page/index.html', '/page/nothing.js', '/src/cli.ts'])('%s is not served', async (path) => {
    expect((await send(at.address, 'GET', path)).status).toBe(404)
  })

  test('a pressed button becomes the command that it stands for', async () => {
    at.backend.answer = () => ({ seq: 2, rehearsal: false })
    const data = { v: 1, act: 'reject', run: 'R-7', gate: 2, fingerprint: FINGERPRINT, 'reject.reason': ' wrong pool ' }
    const body = JSON.stringify({ as: 'amir', eventId: crypto.randomUUID(), action: { type: 'pressed', data } })
    await send(at.address, 'POST', '/api/do', at.headers, body)
    expect(at.backend.sent).toMatchObject([
      { type: 'reject', run: 'R-7', gate: 2, fingerprint: FINGERPRINT, reason: 'wrong pool', by: { id: 'amir' } },
    ])
  })
})
