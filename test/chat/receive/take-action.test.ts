import { beforeEach, expect, test } from 'vitest'
import { takeChatAction, type ActionAt, type ActionContext } from '../../../src/chat/receive/take-action.ts'
import { Admission } from '../../../src/chat/receive/admission.ts'
import type { SlackAccount } from '../../../src/chat/slack/account.ts'
import type { Words } from '../../../src/words/words.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'
import { en } from '../../../src/words/en.ts'

let backend: StandInBackend
const said: string[] = []
const log = { error: (_: object, message: string) => said.push(message) }

beforeEach(() => {
  said.length = 0
  backend = new StandInBackend()
  backend.views.set('R-7', view())
  backend.answer = () => ({ seq: 1, rehearsal: false })
})

const desk = (atOnce = 2): ActionContext<SlackAccount> => ({
  platform: 'Slack',
  backend,
  accounts: { locale: () => undefined },
  admission: new Admission(atOnce),
  log,
})

const cancel: ActionAt<SlackAccount> = {
  account: { platform: 'slack', team: 'T1', user: 'dana' },
  channel: 'C0INCIDENT',
  eventId: 'slack/command/1/2',
  action: { type: 'typed', text: '/countersign cancel R-7 the site is back' },
  before: [],
}

test('a deed is recorded with its account and its event, and then answered', async () => {
  const { reply, late } = await takeChatAction(desk(), cancel)
  expect([reply.note.title, late]).toEqual(['Your cancel of R-7 is recorded.', undefined])
  expect(backend.sent).toMatchObject([
    { type: 'cancel', run: 'R-7', eventId: 'slack/command/1/2', by: { id: 'dana', via: 'slack', account: 'T1/dana' } },
  ])
})

test('an account of nobody is refused before anything is asked', async () => {
  const stranger = { ...cancel, account: { ...cancel.account, user: 'mallory' }, before: [() => Promise.reject(new Error('asked'))] }
  expect((await takeChatAction(desk(), stranger)).reply.note.title).toBe(
    'No person of people.yaml has the account mallory. Ask for it to be added.',
  )
})

test('what must hold before is asked before the engine', async () => {
  const before = [
    async () =>
      ({ slack }: Words) =>
        slack.refusal({ of: 'channel', because: 'archived' }),
  ]
  expect((await takeChatAction(desk(), { ...cancel, before })).reply.note.title).toBe('This channel is archived. Type it in another.')
  expect(backend.sent).toEqual([])
})

test('Slack is answered in time when the engine is slow, and the outcome is told afterwards', async () => {
  const engine = Promise.withResolvers<{ seq: number; rehearsal: boolean }>()
  backend.answer = () => engine.promise
  const { reply, late } = await takeChatAction(desk(), cancel, 20)
  expect(reply.note.title).toBe(
    'Nobody knows yet whether this is recorded: the engine has not answered in time. You are told here what it came to. If you hear nothing for two minutes, look at the run before you try again.',
  )
  engine.resolve({ seq: 1, rehearsal: false })
  expect((await late)?.note.title).toBe('Your cancel of R-7 is recorded.')
})

test('what had to wait before the engine was asked is done all the same, and its outcome told', async () => {
  const check = Promise.withResolvers<undefined>()
  const { late } = await takeChatAction(desk(), { ...cancel, before: [() => check.promise] }, 20)
  check.resolve(undefined)
  expect((await late)?.note.title).toBe('Your cancel of R-7 is recorded.')
  expect(backend.sent.length).toBe(1)
})

test('only so many deeds are with the engine at once; the others take their turn, and none is forgotten', async () => {
  const one = desk(1)
  const engine = Promise.withResolvers<{ seq: number; rehearsal: boolean }>()
  backend.answer = () => engine.promise
  const taken = await Promise.all([1, 2, 3].map((n) => takeChatAction(one, { ...cancel, eventId: `slack/command/${n}` }, 20)))
  expect(backend.sent.length).toBe(1)
  engine.resolve({ seq: 1, rehearsal: false })
  const titles = await Promise.all(taken.map(async ({ late }) => (await late)?.note.title))
  expect(titles).toEqual(Array.from({ length: 3 }, () => 'Your cancel of R-7 is recorded.'))
  expect(backend.sent.map(({ eventId }) => eventId)).toEqual([1, 2, 3].map((n) => `slack/command/${n}`))
})

test('when the program ends, what was begun is finished, and whoever waited hears that nothing was recorded', async () => {
  const one = desk(1)
  const engine = Promise.withResolvers<{ seq: number; rehearsal: boolean }>()
  backend.answer = () => engine.promise
  const taken = await Promise.all([1, 2, 3].map((n) => takeChatAction(one, { ...cancel, eventId: `slack/command/${n}` }, 20)))
  const closed = one.admission.close()
  engine.resolve({ seq: 1, rehearsal: false })
  await closed
  const titles = await Promise.all(taken.map(async ({ late }) => (await late)?.note.title))
  expect(titles).toEqual(['Your cancel of R-7 is recorded.', en.notes.notTaken, en.notes.notTaken])
  expect(backend.sent.length).toBe(1)
})

test('an engine that has it, perhaps, is not taken for one that has not', async () => {
  backend.answer = () => Promise.reject(Object.assign(new Error('no answer'), { code: 'not-known' }))
  expect((await takeChatAction(desk(), cancel)).reply.note.title).toBe(
    'Nobody knows yet whether this is recorded: the engine has not answered. Look at the run before you try again; if it stays so, look into the log of countersign start.',
  )
})

test('an engine that takes nothing is said, and logged', async () => {
  backend.answer = () => Promise.reject(new Error('down'))
  expect((await takeChatAction(desk(), cancel)).reply.note.title).toMatch(/^Not recorded: the engine did not take it\./)
  expect(said).toEqual(['a deed in Slack was not taken'])
})
