/** `countersign start`: the bot with its engine, its console and its chat platforms. */
import { parseArgs } from 'node:util'
import type { Logger } from 'pino'
import { openConsole, type Console } from '../chat/console/open-console.ts'
import type { Slack } from '../chat/slack/open-slack.ts'
import type { ChatPort } from '../engine/chat-port.ts'
import { EngineFault } from '../engine/engine-fault.ts'
import { killEngine } from '../engine/engine-process.ts'
import { engineDirectory } from '../engine/engine-directory.ts'
import { startEngine, type EngineHandle } from '../engine/start-engine.ts'
import { writeBotFile } from './bot-file.ts'
import { chatBackend } from './chat-backend.ts'
import { chatPorts, type OpenPorts } from './chat-ports.ts'
import { gatherTroubles } from './gather-troubles.ts'
import { followConfiguration } from './follow-configuration.ts'
import { leftOutLines } from './left-out.ts'
import { loadHouse, type House } from './load-house.ts'
import { openLog } from './open-log.ts'
import { Refused } from './refused.ts'
import { startSlack } from './start-slack.ts'
import { untilToldToEnd } from './until-told-to-end.ts'
import { workerEntries } from './worker-entries.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { config: { type: 'string', default: 'countersign.yaml' } } })
  let house = loadHouse(values.config)
  const log = openLog()
  const toldToEnd = untilToldToEnd(() => killEngine(engineDirectory(house.configuration.state)))
  let console: Console | undefined
  let slack: Slack | undefined
  const ports = (): OpenPorts => ({ ...(console && { console: console.port }), ...(slack && { slack: slack.port }) })
  const troubles = gatherTroubles()
  const strangers: string[] = []
  const sayStranger = (sentence: string) => {
    process.stderr.write(`countersign start: ${sentence}\n`)
    strangers.push(sentence)
    troubles.say('strangers', strangers)
  }
  const engine = await startOrRefuse(house, log, chatPorts(ports), sayStranger)
  try {
    writeBotFile(house.configuration.state, engine)
    const backend = chatBackend(engine, () => house)
    const opened = await openConsole({
      backend,
      port: house.configuration.console.port,
      practice: house.configuration.practice,
      log,
    })
    if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
    console = opened
    troubles.showOn(opened.say)
    process.stdout.write(`Countersign ${house.configuration.installation} is ready. Console: ${opened.address}\n`)
    for (const line of leftOutLines(house)) process.stdout.write(`${line}\n`)
    slack = await startSlack(() => house, backend, log, {
      onTroubles: (says) => troubles.say('slack', says),
      showAgain: (run) => engine.client.redrive(run),
    })
    const reloading = followConfiguration({ path: values.config, first: house, engine, log, put: (next) => (house = next) })
    await toldToEnd
    reloading()
  } finally {
    await slack?.close()
    await console?.close()
    await engine.close()
  }
  return 0
}

async function startOrRefuse(house: House, log: Logger, chat: ChatPort): Promise<EngineHandle> {
  const { configuration } = house
  try {
    return await startEngine({
      stateDir: configuration.state,
      installation: configuration.installation,
      workers: workerEntries(configuration),
      chat,
      log,
      say,
      ...(configuration.engine !== 'embedded' && { elsewhere: configuration.engine }),
    })
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}
