import { expect, test } from 'vitest'
import { conversationSuite, CORE } from '../conversation/suite.ts'
import type { Connector } from './stand-in/connector.ts'
import { CHANNEL, GROUP_CHAT } from './stand-in/places.ts'
import { openTeamsHouse } from './teams-installation.ts'
import { teamsPlatform } from './teams-platform.ts'

/** The suite of every platform in Teams, and then what was never sent meanwhile. */
function conversationIn(name: string, place: string, chapters?: Parameters<typeof conversationSuite>[2]): void {
  let connector: Connector | undefined
  const open = async (): ReturnType<Parameters<typeof conversationSuite>[1]> => {
    const house = await openTeamsHouse()
    connector = house.teams.connector
    return { ...house, platform: teamsPlatform(house.teams, place) }
  }
  conversationSuite(name, open, chapters)
  test(`${name}: nothing that was sent is anything that Teams would refuse or show badly`, () => {
    expect(connector?.calls.length).toBeGreaterThan(10)
    expect(connector?.wrong).toEqual([])
  })
}

conversationIn('Teams', CHANNEL)
conversationIn('Teams, in a group chat', GROUP_CHAT, CORE)
