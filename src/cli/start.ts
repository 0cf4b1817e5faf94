/** `countersign start`: the bot with its engine, its console and its chat platforms. */
import { watch } from 'node:fs'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { formatFault } from '../procedure/fault.ts'
import { openConsole, type Console } from '../chat/console/open-console.ts'
import type { Slack } from '../chat/slack/open-slack.ts'
import type { ChatPort } from '../engine/chat-port.ts'
import { EngineFault } from '../engine/engine-fault.ts'
import { startEngine, type EngineHandle } from '../engine/start-engine.ts'
import { logLevel } from '../config.ts'
import { writeBotFile } from './bot-file.ts'
import { chatBackend } from './chat-backend.ts'
import { chatPorts, type OpenPorts } from './chat-ports.ts'
import { loadHouse, readHouse, type House } from './load-house.ts'
import { Refused } from './refused.ts'
import { startSlack } from './start-slack.ts'
import { untilToldToEnd } from './until-told-to-end.ts'
import { workerEntries } from './worker-entries.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { config: { type: 'string', default: 'countersign.yaml' } } })
  let house = loadHouse(values.config)
  const log = pino({ level: logLevel() }, pino.destination(2))
  let console: Console | undefined
  let slack: Slack | undefined
  const ports = (): OpenPorts => ({ ...(console && { console: console.port }), ...(slack && { slack: slack.port }) })
  const engine = await startOrRefuse(house, log, chatPorts(ports))
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
    process.stdout.write(`Countersign ${house.configuration.installation} is ready. Console: ${opened.address}\n`)
    slack = await startSlack(() => house, backend, log, opened.say)
    const reloading = reloadOnChange(values.config, house, engine, log, (next) => (house = next))
    await untilToldToEnd()
    reloading()
  } finally {
    await slack?.close()
    await console?.close()
    await engine.close()
  }
  return 0
}

async function startOrRefuse(house: House, log: pino.Logger, chat: ChatPort): Promise<EngineHandle> {
  const { configuration } = house
  try {
    return await startEngine({
      stateDir: configuration.state,
      installation: configuration.installation,
      workers: workerEntries(configuration),
      chat,
      log,
      ...(configuration.engine !== 'embedded' && { elsewhere: configuration.engine }),
    })
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}

/** Policies, people and documents that change on disk count from then on; faults are said and the old ones stay. */
function reloadOnChange(path: string, first: House, engine: EngineHandle, log: pino.Logger, put: (house: House) => void): () => void {
  let pending: NodeJS.Timeout | undefined
  let approvals = JSON.stringify([first.policies, first.people, first.targets])
  const reload = async (): Promise<void> => {
    const read = readHouse(path)
    if ('faults' in read) {
      for (const fault of read.faults) log.error({}, `not reloaded: ${formatFault(fault)}`)
      return
    }
    put(read.house)
    const now = JSON.stringify([read.house.policies, read.house.people, read.house.targets])
    if (now === approvals) return
    const people = read.house.people.map(({ id, name, groups }) => ({ id, name, groups }))
    const told = await engine.configurationChanged(read.house.policies, people, read.house.targets)
    approvals = now
    log.info({ runs: told }, `The configuration was read again; ${told} active runs were told.`)
  }
  const soon = (): void => {
    clearTimeout(pending)
    pending = setTimeout(
      () => void reload().catch((error: unknown) => log.error({ error }, 'not reloaded; change the file once more')),
      300,
    )
  }
  const watchers = [first.file, first.configuration.approvals, first.configuration.commands].map((file) => watch(file, soon))
  return () => {
    clearTimeout(pending)
    for (const watcher of watchers) watcher.close()
  }
}
