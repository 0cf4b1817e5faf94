/** `/countersign runs` in Slack: older runs are one press away, and only the one who pressed sees them. */
import { expect, test } from 'vitest'
import { onAction } from '../../../src/chat/slack/receive/on-action.ts'
import { onCommand } from '../../../src/chat/slack/receive/on-command.ts'
import type { Block } from '../../../src/chat/slack/render/block.ts'
import { view } from '../views.ts'
import { answerTo, openOrderQueue, TEAM } from './context-stand-in.ts'

test('a press on "Older runs" brings the next of them', async () => {
  const at = openOrderQueue()
  for (let n = 30; n > 3; n--) at.backend.views.set(`R-${n}`, view({ run: `R-${n}`, phase: 'done' }))
  at.backend.older = [3, 2, 1].map((n) => ({ ...view({ run: `R-${n}`, phase: 'done' }), mirrors: [] }))
  const typed = { command: '/countersign', text: 'runs', team_id: TEAM, user_id: 'dana', channel_id: 'C0INCIDENT', trigger_id: '1.a' }
  const { response, over } = await answerTo(onCommand, at, typed)
  await over
  const blocks = response?.['blocks'] as Block[]
  const button = blocks.flatMap((block) => (block.type === 'actions' ? [{ block_id: block.block_id, ...block.elements[0] }] : []))
  const older = JSON.stringify({ v: 1, act: 'older', run: 'R-6' })
  expect(button).toEqual([
    {
      block_id: 'R-6/note',
      type: 'button',
      action_id: 'act:older:0',
      text: { type: 'plain_text', text: 'Older runs', emoji: false },
      value: older,
    },
  ])
  const pressed = {
    type: 'block_actions',
    user: { id: 'dana', team_id: TEAM },
    team: { id: TEAM },
    trigger_id: '1.b',
    channel: { id: 'C0INCIDENT' },
    actions: [{ action_id: 'act:older:0', block_id: 'R-6/note', action_ts: '1.1', value: older }],
  }
  await (
    await answerTo(onAction, at, pressed)
  ).over
  expect(at.slack.called('chat.postEphemeral')).toMatchObject([{ user: 'dana', channel: 'C0INCIDENT', text: 'ℹ︎ 5 older runs' }])
  expect(at.backend.sent).toEqual([])
})
