/** Small refusals that no conversation comes by. */
import { afterEach, expect, test, vi } from 'vitest'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { onOptions } from '../../../src/chat/slack/receive/on-options.ts'
import { Dedupe } from '../../../src/chat/receive/dedupe.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import { readPressForm } from '../../../src/chat/slack/forms/press-form.ts'
import { takeChatAction } from '../../../src/chat/receive/take-action.ts'
import { Admission } from '../../../src/chat/receive/admission.ts'
import { upload } from '../../../src/chat/slack/show/upload.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'
import { en } from '../../../src/words/en.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('an event that comes again gets the outcome of the first time, also while that is not known yet', async () => {
  const once = new Dedupe<number>()
  let done = 0
  const act = async (): Promise<number> => ++done
  const [first, second] = [once.do('a', act), once.do('a', act)]
  expect([await first.outcome, first.again, await second.outcome, second.again]).toEqual([1, false, 1, true])
  expect(await once.do('b', act).outcome).toBe(2)
})

test('an event that failed may be tried again, and so may one of an hour ago', async () => {
  const once = new Dedupe<string>()
  await once.do('a', () => Promise.reject(new Error('down'))).outcome.catch(() => undefined)
  expect(once.do('a', async () => 'up', 0).again).toBe(false)
  expect(once.do('a', async () => 'up', 3_600_000).again).toBe(false)
})

test('what is written into a form cannot change what its button was about', () => {
  const metadata = JSON.stringify({ data: { v: 1, run: 'R-1', act: 'reject', gate: 1 }, channel: 'C0INCIDENT' })
  expect(readPressForm(metadata, { run: 'R-2', gate: '7', 'reject.reason': 'No.' })).toEqual({
    data: { v: 1, run: 'R-1', act: 'reject', gate: 1, 'reject.reason': 'No.' },
    channel: 'C0INCIDENT',
  })
})

test('an account of nobody is offered no targets', async () => {
  const backend = new (class extends StandInBackend {
    override loaded(): ReturnType<StandInBackend['loaded']> {
      const SEC = { kind: 'sql-server' as const, name: 'SEC', host: 'sqlb1', instance: 'RTC', site: 'dc2', practice: true }
      return { ...super.loaded(), targets: { SEC } }
    }
  })()
  const offered = async (user: string): Promise<unknown> => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const body = { type: 'block_suggestion', user: { id: user, team_id: 'T1' }, team: { id: 'T1' }, action_id: 'targets:sql-server' }
    await onOptions({ backend }, body, async (answer) => resolve(answer))
    return promise
  }
  expect(await offered('stranger')).toEqual({ options: [] })
  expect(await offered('dana')).toEqual({ options: [{ text: expect.anything(), value: 'SEC' }] })
})

test('a plan is sent to no place without TLS', async () => {
  const asked: string[] = []
  const apiCall = async (method: string): Promise<never> => {
    asked.push(method)
    return { ok: true, upload_url: 'http://files.example/upload', file_id: 'F1' } as never
  }
  const sent = upload(new SlackApi({ apiCall }, new RateLimit()), { channel: 'C0INCIDENT', name: 'plan.txt', text: 'x', comment: 'x' })
  await expect(sent).rejects.toThrow('Slack named a place for the file that is not https.')
  expect(asked).toEqual(['files.getUploadURLExternal'])
})

test('whoever waited for two minutes is told that nothing was recorded, and nothing is', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const engine = Promise.withResolvers<{ seq: number; rehearsal: boolean }>()
  const backend = new StandInBackend()
  backend.views.set('R-7', view())
  backend.answer = () => engine.promise
  const desk = {
    platform: 'Slack' as const,
    backend,
    accounts: { locale: () => undefined },
    admission: new Admission(1),
    log: { error: () => undefined },
  }
  const cancel = (n: number): ReturnType<typeof takeChatAction> =>
    takeChatAction(
      desk,
      {
        account: { platform: 'slack', team: 'T1', user: 'dana' },
        channel: 'C0INCIDENT',
        eventId: `slack/command/${n}`,
        action: { type: 'typed', text: '/countersign cancel R-7 the site is back' },
        before: [],
      },
      20,
    )
  const [first, second] = await Promise.all([cancel(1), cancel(2)])
  vi.setSystemTime(Date.now() + 121_000)
  engine.resolve({ seq: 1, rehearsal: false })
  expect((await first.late)?.note.title).toBe('Your cancel of R-7 is recorded.')
  expect((await second.late)?.note.title).toBe(en.notes.notTaken)
  expect(backend.sent.length).toBe(1)
})
