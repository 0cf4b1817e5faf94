/** A card that is removed, or that Teams does not take or let us update: it comes again, and never too often. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asksOf, cardsOf, missingOf } from './missing.ts'
import { CHANNEL, Team } from './team.ts'
import { World } from './world.ts'
import { cardWords, inChannel, leading, linesUpTo, RUN, viewOf } from './leading.ts'

let team: Team
let world: World
beforeEach(() => {
  team = new Team(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(team)
})
afterEach(() => world.close())
const { led, refuse } = leading(() => ({ team, world }))

describe('a card', () => {
  test.each(['with', 'without'])(
    '%s answers that somebody removes is there again within a minute; what is said and linked follows it',
    async (which) => {
      await led('gate')
      const [first] = cardsOf(team)
      if (which === 'without') team.posts = team.posts.filter(({ thread }) => thread === undefined)
      team.removePost(first)
      await world.pass(60_000)
      const [second, ...more] = cardsOf(team)
      expect([second === undefined, second?.id === first?.id, more]).toEqual([false, false, []])
      for (const id of ['amir', 'carol']) expect(asksOf(team, id).map((ask) => ask.includes(`/${second?.id}?`))).toEqual([true])
      await led('working', 'working')
      const said = team.posts.filter(({ thread, activity: { text } }) => thread === second?.id && /UTC {2}/.test(text ?? ''))
      expect(said.map(({ activity: { text } }) => text?.split('\n')[0])).toEqual([
        'This thread goes on from an earlier one, whose card was removed or could not be kept up to date.',
      ])
    },
  )

  test('that is removed between two lines gets none of them beside its thread', async () => {
    await led('gate')
    const [first] = cardsOf(team)
    team.posts = team.posts.filter(({ id, thread }) => id !== first?.id && thread !== first?.id)
    await led('working', 'working')
    expect(cardsOf(team).length).toBe(1)
    expect(missingOf(team, viewOf('working'), RUN.get('working')?.flatMap(({ lines }) => lines) ?? [])).toEqual([])
  })

  test('is never drawn anew because Teams said once that a thread is gone: it is looked at first', async () => {
    await led('gate')
    refuse('send', 404, 'ActivityNotFoundInConversation', { where: inChannel })
    await led('working', 'working')
    expect(cardsOf(team).length).toBe(1)
    expect(world.troubles.filter((says) => says.includes('thread'))).toEqual([
      `R-1: its thread in channel ${CHANNEL} takes no lines. Teams refused to take a message (HTTP 404, ActivityNotFoundInConversation): the message is not there any more.`,
    ])
  })

  test('that nobody lets us update is replaced seven times at most, ever more rarely, and the console says it', async () => {
    const view = await led('gathering')
    refuse('update', 405, 'MethodNotAllowed')
    const counts: number[] = []
    for (let second = 1; second <= 3600; second++) {
      world.put({ view: { ...view, seq: view.seq + second, status: { is: 'text', text: `Second ${second}.` } }, lines: [], notices: [] })
      await world.pass(1000)
      if (second === 40 || second === 3600) counts.push(cardsOf(team).length)
    }
    expect([counts[0], counts[1]]).toEqual([3, 7])
    expect(team.calls.filter(({ refused }) => refused).length).toBeLessThan(700)
    expect(world.troubles).toEqual([
      `R-1: its card in channel ${CHANNEL} does not show how it stands. Teams let none of 7 cards be updated, and no more are posted before its next gate. /countersign status R-1 shows how it stands.`,
    ])
  })

  test('that Teams takes in short only is posted in short, and whole as soon as it can be', async () => {
    refuse(['send', 'update'], 413, 'MessageSizeTooBig', {
      where: ({ activity }) => JSON.stringify(activity?.card ?? '').includes('A small procedure'),
    })
    await led('start')
    expect(cardWords(cardsOf(team)[0])).toContain(
      'Teams does not take the whole card (MessageSizeTooBig). /countersign status R-1 and /countersign plan R-1 show it.',
    )
    team.refusing = undefined
    await world.pass(20_000)
    expect(missingOf(team, viewOf('start'), linesUpTo('start'))).toEqual([])
  })
})
