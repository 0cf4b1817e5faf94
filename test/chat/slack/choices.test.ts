/** Lists of a start form in Slack: they come from the estate while the form stands open, beside a text that takes anything. */
import { beforeEach, expect, test } from 'vitest'
import { onAction } from '../../../src/chat/slack/receive/on-action.ts'
import { onCommand } from '../../../src/chat/slack/receive/on-command.ts'
import { onView } from '../../../src/chat/slack/receive/on-view.ts'
import type { Block, Modal } from '../../../src/chat/slack/render/block.ts'
import { pickCopy } from '../choosing.ts'
import { answerTo, openOrderQueue, TEAM, type DeskStandIn } from './context-stand-in.ts'
import { limitFaults } from './limits.ts'

let at: DeskStandIn
beforeEach(() => {
  at = openOrderQueue()
  at.backend.procedures = [pickCopy()]
  at.backend.answer = () => ({ seq: 1, rehearsal: false })
  at.backend.offer = {
    choices: [
      { title: 'of Monday', value: 'mgc_1' },
      { title: 'x'.repeat(200), value: 'mgc_2' },
    ],
    more: false,
  }
})

const team = { id: TEAM }
const typed = (text: string, user = 'dana') => ({
  command: '/pick',
  text,
  team_id: TEAM,
  user_id: user,
  channel_id: 'C0INCIDENT',
  trigger_id: '1.a',
})
const type = async (text: string, user?: string) => {
  const { response, over } = await answerTo(onCommand, at, typed(text, user))
  await over
  return response
}
const viewsOf = (method: 'views.open' | 'views.update'): Modal[] => at.slack.called(method).map((args) => args['view'] as Modal)
/** The field of this parameter, and its list where it has one. */
const fieldsOf = (view: Modal | undefined, name: string) =>
  (view?.blocks ?? []).filter((block): block is Block & { type: 'input' } => block.type === 'input' && block.block_id.endsWith(`.${name}`))

const state = (values: Record<string, object>) => ({
  values: Object.fromEntries(Object.entries(values).map(([block, element]) => [block, { x: element }])),
})
const chosen = (value: string) => ({ selected_option: { value } })
const viewWith = (values: Record<string, object>) => ({
  id: 'V1',
  hash: '1.0',
  callback_id: 'start',
  private_metadata: JSON.stringify({ procedure: 'pick-copy', channel: 'C0INCIDENT' }),
  state: state(values),
})
const fill = async (values: Record<string, object>, user = 'dana') => {
  const actions = [{ action_id: 'targets:sql-server', block_id: 'answer.backup' }]
  const body = { type: 'block_actions', user: { id: user }, team, trigger_id: '2.b', container: {}, actions, view: viewWith(values) }
  const { over } = await answerTo(onAction, at, body)
  await over
}
const send = async (values: Record<string, object>) => {
  const body = { type: 'view_submission', user: { id: 'dana' }, team, trigger_id: '3.c', view: viewWith(values) }
  const { response, over } = await answerTo(onView, at, body)
  await over
  return response
}

test('a form opens at once, and says what must be answered before there is a list', async () => {
  await type('copy')
  const [view] = viewsOf('views.open')
  expect(fieldsOf(view, 'copy')).toMatchObject([
    {
      optional: false,
      hint: { text: 'For example mgc_1 There is something to choose from once backup is answered.' },
      element: { type: 'plain_text_input' },
    },
  ])
  expect([fieldsOf(view, 'backup'), fieldsOf(view, 'database'), fieldsOf(view, 'copy')].map(([block]) => block?.dispatch_action)).toEqual([
    true,
    true,
    undefined,
  ])
  expect(viewsOf('views.update')).toEqual([])
  expect(at.backend.choicesAsked).toEqual([])
})

test('as soon as its server is chosen, the list stands below the text', async () => {
  await fill({ 'answer.backup': chosen('SEC'), 'answer.database': { value: 'mgc' } })
  expect(at.slack.called('views.update')).toMatchObject([{ view_id: 'V1', hash: '1.0' }])
  const [view] = viewsOf('views.update')
  expect(fieldsOf(view, 'copy')).toMatchObject([
    { block_id: 'answer.copy', optional: true, hint: { text: 'For example mgc_1 2 found; another one can be typed.' } },
    {
      block_id: 'choice.copy',
      optional: true,
      label: { text: 'Or choose' },
      element: { type: 'static_select', options: [{ text: { text: 'of Monday' }, value: 'mgc_1' }, { value: 'mgc_2' }] },
    },
  ])
  expect(fieldsOf(view, 'backup')).toMatchObject([{ element: { initial_option: { value: 'SEC' } } }])
  expect(limitFaults(view?.blocks ?? [], 'modal')).toEqual([])
  expect(JSON.stringify(view)).not.toContain('focus_on_load')
  expect(at.backend.choicesAsked).toMatchObject([{ target: 'SEC', name: 'copies', answers: { backup: 'SEC', database: 'mgc' } }])
})

test('where the server was typed with the command, the list comes by itself; where nothing is found, the field says why', async () => {
  at.backend.offer = { not: { is: 'none', target: 'SEC' } }
  await type('copy backup=SEC')
  expect(fieldsOf(viewsOf('views.open')[0], 'copy')).toMatchObject([
    { hint: { text: 'For example mgc_1 What there is to choose from is being looked for. Typing is possible meanwhile.' } },
  ])
  await expect.poll(() => viewsOf('views.update')).toHaveLength(1)
  expect(fieldsOf(viewsOf('views.update')[0], 'copy')).toMatchObject([
    { optional: false, hint: { text: 'For example mgc_1 Nothing to choose from: SEC has nothing that fits. Type it.' } },
  ])
})

test('what is chosen is the answer, and what is typed where both are there; neither is a fault at the text', async () => {
  const base = { 'answer.backup': chosen('SEC'), 'answer.database': { value: 'mgc' } }
  expect(await send(base)).toEqual({ response_action: 'errors', errors: { 'answer.copy': 'Nothing is written here.' } })
  await send({ ...base, 'choice.copy': chosen('mgc_1') })
  await send({ ...base, 'choice.copy': chosen('mgc_1'), 'answer.copy': { value: 'mgc_9' } })
  expect(at.backend.sent).toMatchObject([
    { type: 'start', answers: { backup: 'SEC', database: 'mgc', copy: 'mgc_1' } },
    { type: 'start', answers: { backup: 'SEC', database: 'mgc', copy: 'mgc_9' } },
  ])
})

test('nobody who may not start it, or whom nobody knows, has anything looked for', async () => {
  await fill({ 'answer.backup': chosen('SEC') }, 'carol')
  await fill({ 'answer.backup': chosen('SEC') }, 'mallory')
  expect(at.backend.choicesAsked).toEqual([])
  expect(viewsOf('views.update')).toEqual([])
})
