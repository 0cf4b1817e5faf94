import { openConsolePlatform } from './console-platform.ts'
import { openHouse } from './installation.ts'
import { conversationSuite } from './suite.ts'

conversationSuite('the console', async () => {
  const installation = await openHouse()
  const platform = await openConsolePlatform(/http:\S+/.exec(installation.bot.ready)?.[0] ?? '')
  return { platform, installation, close: () => installation.close() }
})
