/** What people in Teams see and are told where Teams refuses a part of it; the whole table is in every-refusal.test.ts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AdaptiveCard } from '../../../src/chat/adaptive/adaptive-card.ts'
import { asksOf, cardsOf, missingOf, NOT_REACHED } from './missing.ts'
import { playedRun } from './played-run.ts'
import { CHANNEL, idOf, objectOf, Team, TENANT } from './team.ts'
import { World } from './world.ts'
import { ASKED, cardWords, inChannel, leading, linesUpTo, STARTED, toAmir, viewOf } from './leading.ts'

let team: Team
let world: World
beforeEach(() => {
  team = new Team(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(team)
})
afterEach(() => world.close())
const { led, refuse, headings } = leading(() => ({ team, world }))

const userIds = (): string[] => (cardsOf(team).at(-1)?.activity.card as AdaptiveCard | undefined)?.refresh?.userIds ?? []

describe('whoever can approve', () => {
  test('is asked again when Teams refused it once, and the others do not wait for it', async () => {
    refuse('send', 403, 'MessageWritesBlocked', { once: true, where: toAmir })
    await led('gate')
    expect([headings('carol'), headings('amir')]).toEqual([[ASKED], []])
    await world.pass(10_000)
    expect(headings('amir')).toEqual([ASKED])
    expect(missingOf(team, viewOf('gate'), linesUpTo('gate'))).toEqual([])
  })

  test('is mentioned in the thread where no chat can be opened, the card says so, and the message follows when it can', async () => {
    refuse('create', 403, 'ForbiddenOperationException', { where: toAmir })
    await led('gate')
    const mentions = team.posts.filter(({ activity: { entities } }) => entities !== undefined)
    expect(mentions.map(({ thread, activity }) => [thread, activity])).toEqual([
      [
        cardsOf(team)[0]?.id,
        {
          text: `<at>amir</at> ${ASKED}. Its card is at the top of this thread.`,
          textFormat: 'xml',
          entities: [{ type: 'mention', text: '<at>amir</at>', mentioned: { id: '29:amir', name: 'amir' } }],
        },
      ],
    ])
    const why =
      'Teams refused to open a chat with one person (HTTP 403, ForbiddenOperationException): the app is not installed for this person. They can add it in Teams, under Apps.'
    expect(cardWords(cardsOf(team)[0])).toContain(`✗ Amir got no direct message and is mentioned in the thread instead: ${why}`)
    expect(world.troubles.filter((each) => each.includes('Amir'))).toEqual([
      `R-1: Amir was sent no direct message that gate 1 waits. ${why}`,
    ])
    team.refusing = undefined
    await world.pass(60_000)
    expect(headings('amir')).toEqual([ASKED])
    expect(cardWords(cardsOf(team)[0])).not.toContain('Amir got no direct message')
    expect(world.troubles.filter((each) => each.includes('Amir'))).toEqual([])
  })

  test('and has no account that may be told is named on the card and on the console, and the notice is not given', async () => {
    await led('gate')
    for (const says of NOT_REACHED) expect(cardWords(cardsOf(team)[0])).toContain(`✗ ${says}`)
    expect(world.troubles).toEqual([
      'R-1: Bo was sent no direct message that gate 1 waits. Teams says that their account is a guest, and guests approve nothing.',
      'R-1: Erin was sent no direct message that gate 1 waits. people.yaml names no Teams account of theirs: write it there.',
    ])
    expect(world.record?.to.given).toEqual([])
    team.guests.clear()
    world.withoutAccount.clear()
    await world.pass(700_000)
    expect([headings('both'), headings('erin'), world.troubles, world.record?.to.given]).toEqual([[ASKED], [ASKED], [], ['notify:gate-1']])
    expect(cardWords(cardsOf(team)[0])).not.toContain('was not told')
  })

  test('is shown their own card by themselves, and whoever asked for the run as soon as Teams has named them once', async () => {
    await led('gathering')
    expect(userIds()).toEqual([])
    world.remembered.met({ tenant: TENANT, object: objectOf('dana'), id: idOf('dana') })
    await led('gate', 'gate')
    expect(userIds()).toEqual(['29:amir', '29:carol', '29:dana'])
    await led('attention', 'working')
    expect(userIds()).toEqual(['29:dana', '29:amir', '29:carol'])
  })

  test('is led to the card by a link', async () => {
    await led('gate')
    const link = `https://teams.microsoft.com/l/message/${encodeURIComponent(CHANNEL)}/${cardsOf(team)[0]?.id}?tenantId=${TENANT}`
    expect(asksOf(team, 'carol')[0]).toContain(`Read the plan on its card\n${link}`)
  })
})

describe('a channel that takes nothing (the app was taken out)', () => {
  const REFUSED =
    'Teams refused to take a message (HTTP 403, BotNotInConversationRoster): the app is not in this team or chat. Add it there.'

  test('keeps nobody from being asked; console and terminal say it, and so hears whoever started the run', async () => {
    refuse('send', 403, 'BotNotInConversationRoster', { where: inChannel })
    const view = await led('gate')
    expect([headings('amir'), headings('carol')]).toEqual([[ASKED], [ASKED]])
    expect(asksOf(team, 'amir')[0]).toContain('/countersign plan R-1 shows the plan')
    expect(world.troubles[0]).toBe(`R-1: its card cannot be posted in channel ${CHANNEL}. ${REFUSED}`)
    expect(headings('dana')).toEqual([
      `R-1 is started, and its card cannot be posted in its channel. ${REFUSED} /countersign status R-1 shows how it stands.`,
    ])
    team.refusing = undefined
    await world.pass(700_000)
    expect(missingOf(team, view, linesUpTo('gate'))).toEqual([])
    expect(['amir', 'carol'].map((id) => asksOf(team, id).map((ask) => ask.includes('Read the plan on its card')))).toEqual([
      [true],
      [true],
    ])
    expect(world.troubles.filter((says) => says.includes('channel'))).toEqual([])
  })
})

describe('a message that is over', () => {
  const OVER = 'R-1: gate 1 does not wait for you any more.'

  test('and cannot be removed says that it is', async () => {
    await led('gate')
    refuse('remove', 403, 'NotEnoughPermissions')
    await led('working', 'working')
    expect([headings('amir'), headings('carol')]).toEqual([[OVER], [OVER]])
    expect(world.troubles).toEqual([])
  })

  test('and can neither be removed nor changed is said on the console, and taken back when it can be', async () => {
    await led('gate')
    refuse('remove', 503, 'ServiceUnavailable', { where: toAmir })
    await led('working', 'working')
    expect(headings('amir')).toEqual([ASKED])
    expect(world.troubles.filter((says) => says.includes('Amir'))).toEqual([
      'R-1: Amir still has a message that gate 1 waits. Teams refused to remove a message (HTTP 503, ServiceUnavailable).',
    ])
    await world.pass(300_000)
    team.refusing = undefined
    await world.pass(61_000)
    expect([headings('amir'), world.troubles]).toEqual([[], []])
  })
})

test('a process that begins anew goes on where the last one was: nothing twice, and what is over is taken back', async () => {
  await led('gate')
  world.bornAgain()
  await world.pass(60_000)
  expect(missingOf(team, viewOf('gate'), linesUpTo('gate'))).toEqual([])
  world.bornAgain()
  await led('working', 'working')
  expect(missingOf(team, viewOf('working'), linesUpTo('working'))).toEqual([])
})

test('who is mentioned in a chat is sent to the card above', async () => {
  const chat = '19:incident@thread.v2'
  refuse('create', 403, 'ForbiddenOperationException', { where: toAmir })
  await led('gate', 'start', new Map(playedRun('done', STARTED, chat)))
  expect(team.posts.flatMap(({ activity: { entities, text } }) => (entities === undefined ? [] : [text]))).toEqual([
    `<at>amir</at> ${ASKED}. Its card stands above in this chat.`,
  ])
})

test('in a chat card and lines stand one after the other, and a link leads into the chat', async () => {
  const chat = '19:incident@thread.v2'
  const run = new Map(playedRun('done', STARTED, chat))
  await led('gate', 'start', run)
  const inChat = team.posts.filter(({ conversation }) => conversation === chat)
  expect([cardsOf(team, chat).length, inChat.some(({ thread }) => thread !== undefined), inChat.length > 2]).toEqual([1, false, true])
  expect(inChat[0]).toBe(cardsOf(team, chat)[0])
  expect(asksOf(team, 'carol')[0]).toContain(`/${inChat[0]?.id}?tenantId=${TENANT}&context=%7B%22contextType%22%3A%22chat%22%7D`)
  team.removePost(inChat[0])
  await world.pass(60_000)
  expect(cardsOf(team, chat).length).toBe(1)
})
