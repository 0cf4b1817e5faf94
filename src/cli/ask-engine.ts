import { botToken } from '../engine/proof/bot-token.ts'
import { connectEngine, type EngineClient } from '../engine/client.ts'
import { EngineFault } from '../engine/engine-fault.ts'
import { secretOf } from '../engine/proof/inside.ts'
import { recordedKeys } from '../engine/keys/installation-keys.ts'
import { engineDirectory } from '../engine/server/directory.ts'
import { ingressOf } from '../engine/elsewhere/reach-elsewhere.ts'
import { engineElsewhere } from './installation/engine-elsewhere.ts'
import { readBotFile, type BotFile } from './bot-file.ts'
import { loadedConfiguration } from './installation/loaded-configuration.ts'
import { Refused } from './refused.ts'

/** Long enough to find, of several nodes, one that is not silent. */
const ANSWERS_WITHIN_MS = 10_000

/** Asks the engine of the bot that runs with this configuration, as the bot itself would. */
export async function askEngine<T>(config: string, ask: (client: EngineClient, bot: BotFile) => Promise<T>): Promise<T> {
  const configuration = loadedConfiguration(config)
  const { state } = configuration
  const bot = readBotFile(state)
  try {
    const elsewhere = engineElsewhere(configuration)
    const ingress = elsewhere === undefined ? { socket: engineDirectory(state).ingress } : ingressOf(elsewhere)
    const client = connectEngine({ ingress, bot: botToken(secretOf(recordedKeys(state).head, 'bot')), answerWithinMs: ANSWERS_WITHIN_MS })
    try {
      return await ask(client, bot)
    } finally {
      await client.close()
    }
  } catch (cause) {
    if (cause instanceof EngineFault && cause.code === 'not-recorded')
      throw new Refused('the bot of this configuration does not answer. Start it with "countersign start", then ask again.')
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}
