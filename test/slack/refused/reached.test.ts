/** One way to people fails: the others go on, whoever can act is told or named, and what was said is so in the end. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { canAct, cardsOf, missingOf, NOT_REACHED } from './missing.ts'
import { openUploadPlace } from './upload-place.ts'
import { CHANNEL, Workspace } from './workspace.ts'
import { World } from './world.ts'
import { ASKED, blocks, inChannel, leading, linesUpTo, toAmir, viewOf } from './leading.ts'

const place = await openUploadPlace()
afterAll(() => place.close())

let workspace: Workspace
let world: World
beforeEach(() => {
  workspace = new Workspace(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(workspace)
})
const { led, refuse, directTo } = leading(() => ({ workspace, world }))

describe('whoever can approve', () => {
  test('is asked again when Slack refused it once, and the others do not wait for it', async () => {
    refuse('chat.postMessage', 'cannot_dm_bot', { once: true, where: toAmir })
    await led('gate')
    expect([directTo('carol'), directTo('amir')]).toEqual([[ASKED], []])
    await world.pass(10_000)
    expect(directTo('amir')).toEqual([ASKED])
    expect(missingOf(workspace, viewOf('gate'), linesUpTo('gate'))).toEqual([])
  })

  test('is mentioned in the thread where no direct message arrives, the card says so, and the message follows when it can', async () => {
    refuse('conversations.open', 'messages_tab_disabled', { where: ({ users }) => users === 'U0AMIR' })
    await led('gate')
    const mention = workspace.messages.filter(({ text }) => text.includes('<@U0AMIR>'))
    expect(mention.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
      [`<@U0AMIR> ${ASKED}. Its card is at the top of this thread.`, cardsOf(workspace)[0]?.ts],
    ])
    const says =
      'Amir got no direct message and is mentioned in the thread instead: Slack refused conversations.open (messages_tab_disabled): the app may send no direct messages. Update it from manifest/slack.yaml and install it again.'
    expect(blocks(cardsOf(workspace)[0])).toContain(says)
    expect(world.troubles.filter((each) => each.includes('Amir'))).toEqual([
      'R-1: Amir was sent no direct message that gate 1 waits. Slack refused conversations.open (messages_tab_disabled): the app may send no direct messages. Update it from manifest/slack.yaml and install it again.',
    ])
    workspace.refusing = undefined
    await world.pass(60_000)
    expect(directTo('amir')).toEqual([ASKED])
    expect(blocks(cardsOf(workspace)[0])).not.toContain('Amir got no direct message')
    expect(world.troubles.filter((each) => each.includes('Amir'))).toEqual([])
  })

  test('and has no account here is named on the card and on the console, and the notice is not given', async () => {
    await led('gate')
    for (const says of NOT_REACHED) expect(blocks(cardsOf(workspace)[0])).toContain(says)
    expect(world.troubles).toEqual([
      'R-1: Bo was sent no direct message that gate 1 waits. Slack says that the account U0BOTH is deactivated.',
      'R-1: Erin was sent no direct message that gate 1 waits. people.yaml names no Slack account of theirs: write it there.',
    ])
    expect(world.record?.to.given).toEqual([])
    workspace.deactivated.clear()
    world.withoutAccount.clear()
    await world.pass(700_000)
    expect([directTo('both'), directTo('erin'), world.troubles, world.record?.to.given]).toEqual([[ASKED], [ASKED], [], ['notify:gate-1']])
    expect(blocks(cardsOf(workspace)[0])).not.toContain('was not told')
  })
})

describe('a channel that takes nothing (archived)', () => {
  const REFUSED = 'Slack refused chat.postMessage (is_archived): the channel is archived. Unarchive it, or start the run in another.'

  test('keeps nobody from being asked; console and terminal say it, and so hears whoever started the run', async () => {
    refuse('chat.postMessage', 'is_archived', { where: inChannel })
    const view = await led('gate')
    expect([directTo('amir'), directTo('carol')]).toEqual([[ASKED], [ASKED]])
    expect(
      workspace.messages
        .filter(({ channel }) => channel === 'DU0AMIR')
        .map((ask) => blocks(ask).includes('/countersign plan R-1 shows the plan')),
    ).toEqual([true])
    expect(world.troubles[0]).toBe(`R-1: its card cannot be posted in channel ${CHANNEL}. ${REFUSED}`)
    expect(directTo('dana')).toEqual([
      `R-1 is started, and its card cannot be posted in its channel. ${REFUSED} /countersign status R-1 shows how it stands.`,
    ])
    workspace.refusing = undefined
    await world.pass(700_000)
    expect(missingOf(workspace, view, linesUpTo('gate'))).toEqual([])
    expect(
      canAct(view).map((id) =>
        workspace.messages
          .filter(({ channel }) => channel === `DU0${id.toUpperCase()}`)
          .map((ask) => blocks(ask).includes('Read the plan on its card')),
      ),
    ).toEqual([[true], [true]])
    expect(world.troubles.filter((says) => says.includes('channel'))).toEqual([])
  })
})

describe('a direct message that is over', () => {
  test('and cannot be deleted says that it is', async () => {
    await led('gate')
    refuse('chat.delete', 'cant_delete_message')
    await led('end', 'working')
    expect([directTo('amir'), directTo('carol')]).toEqual([
      ['R-1: gate 1 does not wait for you any more.'],
      ['R-1: gate 1 does not wait for you any more.'],
    ])
    expect(world.troubles).toEqual([])
  })

  test('and can neither be deleted nor changed is said on the console, and taken back when it can be', async () => {
    await led('gate')
    refuse('chat.delete', 'internal_error', { where: toAmir })
    await led('end', 'working')
    expect(directTo('amir')).toEqual([ASKED])
    expect(world.troubles).toEqual(['R-1: Amir still has a message that gate 1 waits. Slack refused chat.delete: internal_error.'])
    await world.pass(LASTING_MS)
    workspace.refusing = undefined
    await world.pass(61_000)
    expect([directTo('amir'), world.troubles]).toEqual([[], []])
  })
})

const LASTING_MS = 300_000
