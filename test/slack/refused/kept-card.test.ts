/** A card that is removed, or that Slack does not take or let us update: it comes again, and never too often. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { cardsOf, missingOf } from './missing.ts'
import { openUploadPlace } from './upload-place.ts'
import { CHANNEL, Workspace } from './workspace.ts'
import { World } from './world.ts'
import { blocks, leading, linesUpTo, RUN, viewOf } from './leading.ts'

const place = await openUploadPlace()
afterAll(() => place.close())

let workspace: Workspace
let world: World
beforeEach(() => {
  workspace = new Workspace(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(workspace)
})
const { led, refuse } = leading(() => ({ workspace, world }))

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
