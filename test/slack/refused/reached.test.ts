/** One way to people fails: the others go on, whoever can act is told or named, and what was said is so in the end. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunView } from '../../../src/run/view/view.ts'
import { said } from '../../../src/chat/note.ts'
import { canAct, cardsOf, missingOf, NOT_REACHED } from './missing.ts'
import { PHASES, playedRun, type PhaseName } from './played-run.ts'
import { openUploadPlace } from './upload-place.ts'
import { CHANNEL, Workspace, type Message, type Refusing } from './workspace.ts'
import { World } from './world.ts'
import { en } from '../../../src/words/en.ts'

const place = await openUploadPlace()
afterAll(() => place.close())

const RUN = playedRun('2026-11-21T03:00:10.000Z')
let workspace: Workspace
let world: World
beforeEach(() => {
  workspace = new Workspace(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(workspace)
})

/** Everything up to this phase, and ten seconds. */
async function led(to: PhaseName, from: PhaseName = 'start'): Promise<RunView> {
  for (const phase of PHASES.slice(PHASES.indexOf(from), PHASES.indexOf(to) + 1)) for (const put of RUN[phase]) world.put(put)
  await world.pass(10_000)
  return viewOf(to)
}

function viewOf(phase: PhaseName): RunView {
  const last = RUN[phase].at(-1)
  if (!last) throw new Error(`nothing happens in ${phase}`)
  return last.view
}

const linesUpTo = (to: PhaseName) => PHASES.slice(0, PHASES.indexOf(to) + 1).flatMap((phase) => RUN[phase].flatMap(({ lines }) => lines))
const refuse = (method: string, code: string, more: Partial<Refusing> = {}): void => {
  workspace.refusing = { method, code, done: false, once: false, ...more }
}
const inChannel = (args: Record<string, unknown>): boolean => args['channel'] === CHANNEL
const toAmir = (args: Record<string, unknown>): boolean => args['channel'] === 'DU0AMIR'
const directTo = (id: string): string[] =>
  workspace.messages.filter(({ channel }) => channel === `DU0${id.toUpperCase()}`).map(({ text }) => text)
const blocks = (message: Message | undefined): string => JSON.stringify(message?.blocks)
const ASKED = 'R-1 waits for your approval at gate 1'

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

describe('a card', () => {
  test.each(['with', 'without'])(
    '%s answers that somebody removes is there again within a minute; what is said and linked follows it',
    async (which) => {
      await led('gate')
      const [first] = cardsOf(workspace)
      if (which === 'without') workspace.messages = workspace.messages.filter(({ thread_ts }) => thread_ts === undefined)
      workspace.remove(CHANNEL, first?.ts ?? '')
      await world.pass(60_000)
      const [second, ...more] = cardsOf(workspace)
      expect([second === undefined, second?.ts === first?.ts, more]).toEqual([false, false, []])
      const link = `https://contoso.slack.com/archives/${CHANNEL}/p${second?.ts.replace('.', '')}|Read the plan on its card`
      for (const id of ['amir', 'carol']) {
        const asks = workspace.messages.filter(({ channel }) => channel === `DU0${id.toUpperCase()}`)
        expect(asks.map((ask) => blocks(ask).includes(link))).toEqual([true])
      }
      await led('working', 'working')
      const said = workspace.messages.find(
        ({ metadata, thread_ts }) => metadata?.event_type === 'countersign_lines' && thread_ts === second?.ts,
      )
      expect(said?.text.split('\n')[0]).toBe(
        'This thread goes on from an earlier one, whose card was removed or could not be kept up to date.',
      )
      expect(
        workspace.messages.filter(
          ({ channel, thread_ts, ts }) => channel === CHANNEL && thread_ts === undefined && ts > (second?.ts ?? ''),
        ),
      ).toEqual([])
    },
  )

  test('that is removed between two lines gets none of them beside its thread', async () => {
    await led('gate')
    const [first] = cardsOf(workspace)
    workspace.messages = workspace.messages.filter(({ ts, thread_ts }) => ts !== first?.ts && thread_ts !== first?.ts)
    await led('working', 'working')
    const beside = workspace.messages.filter(
      ({ channel, thread_ts, metadata }) => channel === CHANNEL && thread_ts === undefined && metadata?.event_type !== 'countersign_card',
    )
    expect([cardsOf(workspace).length, beside]).toEqual([1, []])
    expect(
      missingOf(
        workspace,
        viewOf('working'),
        RUN.working.flatMap(({ lines }) => lines),
      ),
    ).toEqual([])
  })

  test.each(['cant_update_message', 'edit_window_closed', 'whatever_comes_next_year'])(
    'that nobody lets us update (%s) is replaced seven times at most, ever more rarely, and the console says it',
    async (code) => {
      const view = await led('gathering')
      refuse('chat.update', code)
      const counts: number[] = []
      for (let second = 1; second <= 3600; second++) {
        world.put({ view: { ...view, seq: view.seq + second, status: { is: 'text', text: `Second ${second}.` } }, lines: [], notices: [] })
        await world.pass(1000)
        if (second === 40 || second === 3600) counts.push(cardsOf(workspace).length)
      }
      expect([counts[0], counts[1]]).toEqual([3, 7])
      expect(workspace.calls.filter(({ refused }) => refused).length).toBeLessThan(200)
      expect(world.troubles).toEqual([
        `R-1: its card in channel ${CHANNEL} does not show how it stands. Slack let none of 7 cards be updated, and no more are posted before its next gate. /countersign status R-1 shows how it stands.`,
      ])
    },
  )

  test('that nobody lets us update is replaced once more for a new gate: without its buttons nobody could approve', async () => {
    const view = await led('gathering')
    refuse('chat.update', 'cant_update_message')
    for (let second = 1; second <= 3600; second++) {
      world.put({ view: { ...view, status: { is: 'text', text: `Second ${second}.` } }, lines: [], notices: [] })
      await world.pass(1000)
    }
    await led('gate', 'gate')
    await world.pass(700_000)
    expect(blocks(cardsOf(workspace).at(-1))).toContain('Approve')
  })

  test('that Slack takes in short only is posted in short, and whole as soon as it can be', async () => {
    refuse('chat.postMessage', 'invalid_blocks', { where: ({ blocks: sent }) => JSON.stringify(sent ?? '').includes('Which database?') })
    const view = await led('start')
    expect(missingOf(workspace, view, linesUpTo('start'))).toEqual([])
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

describe('an answer to one person', () => {
  const long = said(
    'info',
    'All of it',
    Array.from({ length: 60 }, (_, n) => ({ type: 'text' as const, text: `${n} ${'x'.repeat(900)}` })),
  )

  test.each(['user_not_in_channel', 'ekm_access_denied', 'restricted_action', 'whatever_comes_next_year', 'internal_error'])(
    'is sent directly where nothing can be put under the channel (%s)',
    async (code) => {
      refuse('chat.postEphemeral', code)
      await world.teller.tell('U0DANA', CHANNEL, said('ok', 'Recorded for R-1.'), en)
      expect(workspace.told).toEqual([{ user: 'U0DANA', text: '✓ Recorded for R-1.' }])
    },
  )

  test('that reaches nobody is said on the console, until the person is told of something again', async () => {
    refuse('chat.postEphemeral', 'ekm_access_denied')
    const told = world.teller.tell('U0DANA', undefined, said('ok', 'Recorded for R-1.'), en)
    await told
    refuse('chat.postMessage', 'cannot_dm_bot')
    await world.teller.tell('U0DANA', undefined, said('ok', 'Recorded for R-1.'), en)
    expect(world.troubles).toEqual([
      'The account U0DANA could not be told: “Recorded for R-1.” Slack refused chat.postMessage (cannot_dm_bot): the account in people.yaml is that of a bot. Correct it there.',
    ])
    workspace.refusing = undefined
    await world.teller.tell('U0DANA', CHANNEL, said('ok', 'Recorded for R-1.'), en)
    expect(world.troubles).toEqual([])
  })

  test('says that its file was sent when it was', async () => {
    await world.teller.tell('U0DANA', CHANNEL, long, en)
    const methods = workspace.calls.map(({ method }) => method)
    expect(methods.indexOf('files.completeUploadExternal')).toBeLessThan(methods.indexOf('chat.postEphemeral'))
    expect(JSON.stringify(workspace.calls.at(-1)?.args)).toContain('the whole is in the file sent to you.')
  })

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'conversations.open'])(
    'does not say that its file was sent when %s was refused, and says why',
    async (method) => {
      refuse(method, 'missing_scope')
      await world.teller.tell('U0DANA', CHANNEL, { ...long, file: { name: 'R-1.jsonl', text: 'x', orElse: 'It lies there.' } }, en)
      const says = JSON.stringify(workspace.calls.at(-1)?.args)
      expect(says).not.toContain('is in the file sent to you')
      const why = `Slack refused ${method}: the token lacks the scope it needs. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.`
      expect(says).toContain(`the file with the whole could not be sent to you. ${why}`)
      expect(says).toContain(`R-1.jsonl could not be sent to you. ${why} It lies there.`)
    },
  )

  test('that was given with the promise of a file is followed by the file, or by why there is none', async () => {
    await world.teller.sendFiles('U0DANA', long, en, CHANNEL)
    expect(workspace.told.map(({ text }) => text)).toEqual(['All of it'])
    refuse('files.getUploadURLExternal', 'missing_scope')
    await world.teller.sendFiles('U0DANA', long, en, CHANNEL)
    expect(workspace.told.at(-1)?.text).toBe(
      '✗ answer.txt could not be sent to you. Slack refused files.getUploadURLExternal: the token lacks the scope it needs. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.',
    )
  })
})
