/** Slack answers no call in time: whoever did something is answered in time all the same, and hears what came of it. */
import { beforeEach, expect, test } from 'vitest'
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { onAction } from '../../../src/chat/slack/receive/on-action.ts'
import { onCommand } from '../../../src/chat/slack/receive/on-command.ts'
import { gate, view } from '../views.ts'
import { answerTo, openOrderQueue, TEAM, type DeskStandIn } from './context-stand-in.ts'
import { platformError } from './slack-stand-in.ts'

let at: DeskStandIn
let answerAgain: () => void
beforeEach(() => {
  at = openOrderQueue()
  const slow = Promise.withResolvers<void>()
  at.slow.until = slow.promise
  answerAgain = slow.resolve
  at.backend.views.set('R-7', view({ run: 'R-7', phase: 'waiting', gate: gate({ mayReject: ['dana'] }) }))
  at.backend.answer = () => ({ seq: 1, rehearsal: false })
})

const command = (text: string): object => ({
  command: '/failover',
  text,
  team_id: TEAM,
  user_id: 'dana',
  channel_id: 'C0INCIDENT',
  trigger_id: '1.a',
})
const told = (): string[] => at.slack.called('chat.postEphemeral').map(({ text }) => String(text))

test('a form that does not open: the command is answered in time, and its author is told why', async () => {
  at.slack.fails = (method) => (method === 'views.open' ? { error: platformError('expired_trigger_id'), done: false } : undefined)
  const { response, over } = await answerTo(onCommand, at, command('persistent-chat'))
  expect(response?.['text']).toBe(
    'ℹ︎ Slack is slow, so the form may come late. Nothing is begun yet. If no form comes, you are told here why.',
  )
  expect(at.slack.calls).toEqual([])
  answerAgain()
  await over
  expect(told()).toEqual([
    '✗ The form did not open, and nothing is recorded. Slack refused views.open (expired_trigger_id): a form can be opened for three seconds, and it took longer. Type it again.',
  ])
})

test('a form that opens after all: nothing more is said', async () => {
  const { over } = await answerTo(onCommand, at, command('persistent-chat'))
  expect(at.slack.calls).toEqual([])
  answerAgain()
  await over
  expect([at.slack.called('views.open').length, told()]).toEqual([1, []])
})

const pressed = (data: object): object => ({
  type: 'block_actions',
  user: { id: 'dana', team_id: TEAM },
  team: { id: TEAM },
  trigger_id: '1.a',
  channel: { id: 'C0INCIDENT' },
  actions: [{ action_id: 'act:x:0', block_id: 'R-7/leave', action_ts: '1.1', value: JSON.stringify(data) }],
})

test('a press that asks for words is acknowledged in time, and told of its form', async () => {
  at.slack.fails = (method) => (method === 'views.open' ? { error: platformError('expired_trigger_id'), done: false } : undefined)
  const buttons = drawCard(view({ run: 'R-7', gate: gate() })).gate?.buttons ?? []
  const reject = buttons.find(({ data }) => data.act === 'reject')
  const { over } = await answerTo(onAction, at, pressed(reject?.data ?? {}))
  expect(at.slack.calls).toEqual([])
  answerAgain()
  await over
  expect(told()).toEqual([
    '✗ The form did not open, and nothing is recorded. Slack refused views.open (expired_trigger_id): a form can be opened for three seconds, and it took longer. Press again.',
  ])
})

test('a press is acknowledged in time, told that Slack is slow and not that it is recorded, and then what it came to', async () => {
  const { over } = await answerTo(onAction, at, pressed({ v: 1, act: 'withdraw', run: 'R-7' }))
  expect(at.slack.calls).toEqual([])
  answerAgain()
  await over
  expect(told()).toEqual([
    '✗ Not recorded yet: Slack is slow to say whether your account is good. You are told here what it came to. If you hear nothing for two minutes, look at the run before you try again.',
    '✓ R-7 is withdrawn.',
  ])
})
