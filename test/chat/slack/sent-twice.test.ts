/** A form that Slack brings twice: one run at most, and the same answer as the first time. */
import { beforeEach, describe, expect, test } from 'vitest'
import { onCommand } from '../../../src/chat/slack/receive/on-command.ts'
import { onView } from '../../../src/chat/slack/receive/on-view.ts'
import { ANSWERS } from '../../run/practice.ts'
import { view } from '../views.ts'
import { answerTo, openOrderQueue, TEAM, type DeskStandIn } from './context-stand-in.ts'

let at: DeskStandIn
beforeEach(() => {
  at = openOrderQueue()
  at.backend.answer = () => ({ seq: 1, rehearsal: false })
})

interface Sent {
  /** Another one with each press of the form's button, the same where Slack delivers an event again. */
  trigger: string
  id?: string
  user?: string
  answers?: Record<string, string>
}

function startForm({ trigger, id = 'V0START001', user = 'dana', answers = ANSWERS }: Sent): object {
  const element = (value: string) => ({ text: { type: 'plain_text_input', value } })
  return {
    type: 'view_submission',
    user: { id: user, team_id: TEAM },
    team: { id: TEAM },
    trigger_id: trigger,
    view: {
      id,
      hash: '1.2',
      callback_id: 'start',
      private_metadata: JSON.stringify({ procedure: 'failover-persistent-chat', channel: 'C0INCIDENT' }),
      state: {
        values: {
          ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [`answer.${name}`, element(value)])),
          rehearse: { tick: { type: 'checkboxes', selected_options: [] } },
        },
      },
    },
  }
}

const send = async (sent: Sent, to = at): Promise<unknown> => {
  const { response, over } = await answerTo(onView, to, startForm(sent))
  await over
  return response
}
const runs = (): string[] => [...new Set(at.backend.sent.map(({ run }) => run))]
const CLOSED = { response_action: 'clear' }

test.each(['failover', 'Failover persistent-chat'])(
  'what is typed behind /countersign opens the form of its start, as its own command does: %s',
  async (text) => {
    const typed = { command: '/countersign', text, team_id: TEAM, user_id: 'dana', channel_id: 'C0INCIDENT', trigger_id: '1.a' }
    const { over } = await answerTo(onCommand, at, typed)
    await over
    expect(JSON.stringify(at.slack.called('views.open'))).toContain('"callback_id":"start"')
  },
)

describe('a form that began a run', () => {
  test('and is sent once more ("Try again") begins no second one, and closes as it did the first time', async () => {
    expect(await send({ trigger: '1.a' })).toEqual(CLOSED)
    expect(await send({ trigger: '2.b' })).toEqual(CLOSED)
    expect(at.backend.sent.length).toBe(1)
    expect(at.slack.called('chat.postEphemeral').length).toBe(1)
  })

  test('and is sent twice at the same moment is one deed', async () => {
    expect(await Promise.all([send({ trigger: '1.a' }), send({ trigger: '2.b' }), send({ trigger: '1.a' })])).toEqual([
      CLOSED,
      CLOSED,
      CLOSED,
    ])
    expect(at.backend.sent.length).toBe(1)
  })

  test('and is sent once more with something else in it asks for the same run, which is started once', async () => {
    await send({ trigger: '1.a' })
    at.backend.answer = () => ({ refusal: { code: 'started-already', sentence: 'R-1 was started: it is started once.' } })
    expect(await send({ trigger: '2.b', answers: { ...ANSWERS, pool: 'other.contoso.com' } })).toEqual({
      response_action: 'errors',
      errors: { rehearse: 'R-1 was started: it is started once.' },
    })
    expect(runs()).toEqual(['R-1'])
  })

  test('and is sent once more to a bot that was started again asks for the same run by the same event', async () => {
    await send({ trigger: '1.a' })
    expect(await send({ trigger: '2.b' }, at.restarted())).toEqual(CLOSED)
    expect(runs()).toEqual(['R-1'])
    expect(new Set(at.backend.sent.map(({ eventId }) => eventId)).size).toBe(1)
  })

  test('is another one than that of another form, and of another person', async () => {
    await send({ trigger: '1.a' })
    await send({ trigger: '2.b', id: 'V0START002' })
    await send({ trigger: '3.c', user: 'amir' })
    expect(runs()).toEqual(['R-1', 'R-2', 'R-3'])
  })
})

describe('a form that was not taken', () => {
  const FAULTS = {
    response_action: 'errors',
    errors: { 'answer.pool': '`pool` is no full host name; write it like `lyncpc.contoso.com`.' },
  }

  test('for its faults stays open with them, however often it is delivered, also to a bot that was started again', async () => {
    const wrong = { trigger: '1.a', answers: { ...ANSWERS, pool: 'pool' } }
    expect(await send(wrong)).toEqual(FAULTS)
    expect(await send(wrong)).toEqual(FAULTS)
    expect(await send(wrong, at.restarted())).toEqual(FAULTS)
    expect(await Promise.all([send({ ...wrong, trigger: '2.b' }), send({ ...wrong, trigger: '2.b' })])).toEqual([FAULTS, FAULTS])
    expect(at.backend.sent).toEqual([])
  })

  test('for what may be mended is heard again when it is sent again, and answered alike when it is only delivered again', async () => {
    at.backend.answer = () => Promise.reject(new Error('the engine is away'))
    const refused = {
      response_action: 'errors',
      errors: { rehearse: 'Not recorded: the engine did not take it. Try again; if it stays so, look into the log of countersign start.' },
    }
    expect(await send({ trigger: '1.a' })).toEqual(refused)
    at.backend.answer = () => ({ seq: 1, rehearsal: false })
    expect(await send({ trigger: '1.a' })).toEqual(refused)
    expect(await send({ trigger: '2.b' })).toEqual(CLOSED)
    expect(runs()).toEqual(['R-1'])
  })
})

test('a reason that is sent twice is recorded once, and its form closes both times', async () => {
  at.backend.views.set('R-7', view({ run: 'R-7' }))
  const data = { v: 1, act: 'cancel', run: 'R-7' }
  const form = (trigger: string): object => ({
    ...startForm({ trigger }),
    view: {
      id: 'V0PRESS001',
      callback_id: 'press',
      private_metadata: JSON.stringify({ data, channel: 'C0INCIDENT' }),
      state: { values: { 'cancel.reason': { text: { value: 'The site is back.' } } } },
    },
  })
  for (const trigger of ['1.a', '2.b']) {
    const { response, over } = await answerTo(onView, at, form(trigger))
    await over
    expect(response).toEqual(CLOSED)
  }
  expect(at.backend.sent).toMatchObject([{ type: 'cancel', run: 'R-7', reason: 'The site is back.' }])
})
