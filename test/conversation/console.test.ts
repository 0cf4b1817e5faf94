import { openConsolePlatform } from './console-platform.ts'
import { openHouse } from './installation.ts'
import { conversationSuite } from './suite.ts'

conversationSuite('the console', async () => {
  const house = await openHouse()
  const platform = await openConsolePlatform(/http:\S+/.exec(house.bot.ready)?.[0] ?? '')
  return { platform, house, close: () => house.close() }
})
