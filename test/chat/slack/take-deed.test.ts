import { beforeEach, expect, test } from 'vitest'
import { takeDeed, type DeedAt } from '../../../src/chat/slack/take-deed.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { view } from '../views.ts'

let backend: StandInBackend
const said: string[] = []
const log = { error: (_: object, message: string) => said.push(message) }

/** People have the accounts `T1/<their id>`. */
class WithAccounts extends StandInBackend {
  override findPerson(platform: string, account: string): ReturnType<StandInBackend['findPerson']> {
    return super.findPerson(platform, account.replace(/^T1\//, ''))
  }
}

beforeEach(() => {
  backend = new WithAccounts()
  backend.views.set('R-7', view())
  backend.answer = () => ({ seq: 1 })
})

const cancel: DeedAt = {
  account: { team: 'T1', user: 'dana' },
  channel: 'C0INCIDENT',
  eventId: 'slack/command/1/2',
  deed: { type: 'typed', text: '/countersign cancel R-7 the site is back' },
  before: [],
}

test('a deed is recorded with its account and its event, and then answered', async () => {
  const { reply, late } = await takeDeed(backend, cancel, log)
  expect([reply.note.title, late]).toEqual(['Your cancel of R-7 is recorded.', undefined])
  expect(backend.sent).toMatchObject([
    { type: 'cancel', run: 'R-7', eventId: 'slack/command/1/2', by: { id: 'dana', via: 'slack', account: 'T1/dana' } },
  ])
})

test('an account of nobody is refused before anything is asked', async () => {
  const stranger = { ...cancel, account: { team: 'T1', user: 'mallory' }, before: [() => Promise.reject(new Error('asked'))] }
  expect((await takeDeed(backend, stranger, log)).reply.note.title).toBe(
    'No person of people.yaml has the account mallory. Ask for it to be added.',
  )
})

test('what must hold before is asked before the engine', async () => {
  const before = [async () => ({ code: 'x', sentence: 'Not with this account.' })]
  expect((await takeDeed(backend, { ...cancel, before }, log)).reply.note.title).toBe('Not with this account.')
  expect(backend.sent).toEqual([])
})

test('Slack is answered in time when the engine is slow, and the outcome is told afterwards', async () => {
  const engine = Promise.withResolvers<{ seq: number }>()
  backend.answer = () => engine.promise
  const { reply, late } = await takeDeed(backend, cancel, log, 20)
  expect(reply.note.title).toBe(
    'Not recorded yet: the engine has not answered within 2 s. You are told here what it came to; if you hear nothing, press again.',
  )
  engine.resolve({ seq: 1 })
  expect((await late)?.note.title).toBe('Your cancel of R-7 is recorded.')
})

test('nothing is begun once somebody was told that it is not recorded', async () => {
  const check = Promise.withResolvers<undefined>()
  const { late } = await takeDeed(backend, { ...cancel, before: [() => check.promise] }, log, 20)
  check.resolve(undefined)
  expect((await late)?.note.title).toBe(
    'Not recorded: the engine did not take it. Press again; if it stays so, look into the log of countersign start.',
  )
  expect(backend.sent).toEqual([])
})

test('an engine that takes nothing is said, and logged', async () => {
  backend.answer = () => Promise.reject(new Error('down'))
  expect((await takeDeed(backend, cancel, log)).reply.note.title).toMatch(/^Not recorded: the engine did not take it\./)
  expect(said).toEqual(['a deed in Slack was not taken'])
})
