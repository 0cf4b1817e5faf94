/** Teams, and the console of the same bot: one installation and one tenant for everything that nobody has to be killed for, and then what was never sent meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConsolePlatform } from '../conversation/console-platform.ts'
import { conversationSuite, CORE } from '../conversation/suite.ts'
import { rulesOfBadActivities } from './rules-of-bad-activities.ts'
import { rulesOfTeamsRefusals } from './rules-of-refusals.ts'
import { CHANNEL, GROUP_CHAT } from './stand-in/places.ts'
import { openTeamsHouse, type TeamsHouse } from './teams-installation.ts'
import { teamsPlatform } from './teams-platform.ts'

const house = {} as TeamsHouse
beforeAll(async () => void Object.assign(house, await openTeamsHouse()))
afterAll(() => (house as Partial<TeamsHouse>).close?.())

const within = (place: string) => async () => ({
  platform: teamsPlatform(house.teams, place),
  installation: house.installation,
  close: async () => undefined,
})

describe('what is not what it should be', () => rulesOfBadActivities(house))
describe('what is refused', () => rulesOfTeamsRefusals(house))
conversationSuite('Teams', within(CHANNEL))
conversationSuite('Teams, in a group chat', within(GROUP_CHAT), CORE)
conversationSuite('the console', async () => ({
  platform: await openConsolePlatform(/http:\S+/.exec(house.installation.bot.ready)?.[0] ?? ''),
  installation: house.installation,
  close: async () => undefined,
}))

test.each([CHANNEL, GROUP_CHAT])('nothing that was sent in %s is anything that Teams would refuse or show badly', (place) => {
  const { calls, wrong } = house.teams.connector
  expect(calls.filter(({ conversation }) => conversation === place).length).toBeGreaterThan(10)
  expect(wrong).toEqual([])
})
