/** `countersign start`: the bot with its engine, its console and its chat platforms. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { ChannelState } from '../../chat/console/channel-state.ts'
import { openConsole, type Console } from '../../chat/console/open-console.ts'
import type { PracticeControl } from '../../chat/console/practice-panel.ts'
import type { Slack } from '../../chat/slack/open-slack.ts'
import type { Teams } from '../../chat/teams/open-teams.ts'
import { resolveSecret } from '../../config.ts'
import type { PracticeControlConfiguration, Configuration } from '../../config/schema.ts'
import type { ChatPort } from '../../run/view/chat-port.ts'
import { engineDirectory } from '../../engine/server/directory.ts'
import { EngineFault } from '../../engine/engine-fault.ts'
import { killEngine } from '../../engine/server/process.ts'
import { startEngine, type EngineHandle } from '../../engine/start-engine.ts'
import { announcements, type Announcements } from './announcements.ts'
import { writeBotFile } from '../bot-file.ts'
import { engineElsewhere } from '../installation/engine-elsewhere.ts'
import { chatBackend } from './chat-backend.ts'
import { chatPorts, type OpenPorts } from './chat-ports.ts'
import { filesAt, followConfiguration } from './follow-configuration.ts'
import { leftOutLines } from '../installation/left-out.ts'
import { loadInstallation, runConfiguration, type Installation } from '../installation/load-installation.ts'
import { openLog } from '../open-log.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { sayNoReader } from '../say-no-reader.ts'
import { spokenIn } from './spoken-in.ts'
import { startSlack } from './start-slack.ts'
import { startTeams } from './start-teams.ts'
import { untilToldToEnd } from '../until-told-to-end.ts'
import { workerEntries } from '../worker/worker-entries.ts'
import type { GatewayListen } from '../../engine/gateway/serve-gateway.ts'
import { readOrRefuse } from '../installation/read-or-refuse.ts'

const LONGEST_GOODBYE_MS = 5000

export async function run(args: string[]): Promise<number> {
  const { values } = readArguments('start', args)
  const stood = filesAt(values.config)
  let installation = loadInstallation(values.config)
  const log = openLog()
  const toldToEnd = untilToldToEnd(() => killEngine(engineDirectory(installation.configuration.state)))
  let console: Console | undefined
  let slack: Slack | undefined
  let teams: Teams | undefined
  const ports = (): OpenPorts => ({
    ...(console && { console: console.port }),
    ...(slack && { slack: slack.port }),
    ...(teams && { teams: teams.port }),
  })
  const spoken = spokenIn(() => installation)
  const announced = announcements()
  const [channelState, calm] = [new ChannelState(), Promise.withResolvers<void>()]
  const engine = await startOrRefuse(installation, log, chatPorts(ports, channelState, spoken), announced, calm.resolve)
  let following: (() => Promise<void>) | undefined
  try {
    writeBotFile(installation.configuration.state, engine)
    const backend = chatBackend(engine, () => installation, spoken)
    const {
      console: { port },
      practice,
      practiceControl,
      state,
    } = installation.configuration
    const addressFile = join(state, 'console.url')
    const control = practice && practiceControl !== undefined ? reachControl(practiceControl) : undefined
    const filling = { channelState, filled: calm.promise }
    const workers = () => engine.workers()
    const opened = await openConsole({ backend, workers, port, practice, control, log, key: engine.consoleKey, addressFile, filling })
    if ('refusal' in opened) throw new Refused(opened.refusal.sentence)
    console = opened
    writePrivately(addressFile, `${opened.address}\n`)
    process.stdout.write(`Countersign ${installation.configuration.installation} is ready. Console: ${opened.address}\n`)
    announced.open(opened)
    announced.say('configuration', leftOutLines(installation))
    announced.say('chat', sayNoChat(installation.configuration))
    announced.say('readers', sayNoReader(installation.targets))
    const showAgain = (run: string) => engine.client.redrive(run)
    slack = await startSlack(() => installation, backend, log, { onTroubles: (troubles) => opened.say('Slack', troubles), showAgain })
    teams = await startTeams(() => installation, backend, log, {
      onTroubles: (troubles) => opened.say('Teams', troubles),
      showAgain,
      slack,
    })
    following = followConfiguration({
      path: values.config,
      first: installation,
      stood,
      engine,
      log,
      put: (next) => {
        installation = next
        announced.say('readers', sayNoReader(installation.targets))
      },
      say: (troubles) => {
        announced.say('configuration', troubles)
        if (troubles.length === 0) announced.print('The configuration is taken in as it stands.')
      },
    })
    const replaced = await Promise.race([toldToEnd.then(() => undefined), engine.replaced])
    if (replaced !== undefined) throw new Refused(replaced.message)
  } finally {
    // An engine that hangs keeps who still asks it, and not the end.
    await Promise.race([
      Promise.all([following?.(), slack?.close(), teams?.close(), console?.close()]),
      pause(LONGEST_GOODBYE_MS, undefined, { ref: false }),
    ])
    await engine.close()
  }
  return 0
}

async function startOrRefuse(
  installation: Installation,
  log: Logger,
  chat: ChatPort,
  announced: Announcements,
  calm: () => void,
): Promise<EngineHandle> {
  const { configuration } = installation
  const elsewhere = engineElsewhere(configuration)
  try {
    return await startEngine({
      stateDir: configuration.state,
      installation: configuration.installation,
      workers: workerEntries(configuration),
      chat,
      log,
      configuration: runConfiguration(installation),
      onCalm: ({ runs, tookMs }) => {
        calm()
        const driven = `${runs.toLocaleString('en')} active ${runs === 1 ? 'run' : 'runs'} driven anew in ${(tookMs / 1000).toFixed(1)} s.`
        log.info({ runs, tookMs }, driven)
        if (runs > 0) announced.print(driven)
      },
      say: (sentence) => announced.add('strangers', sentence),
      onLost: (sentences) => announced.say('lost runs', sentences),
      ...(configuration.gateway && { gateway: gatewayListen(configuration.gateway) }),
      ...(elsewhere && { elsewhere }),
    })
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}

function reachControl({ url, token }: PracticeControlConfiguration): PracticeControl {
  const read = resolveSecret(token, 'The token of practiceControl')
  if ('fault' in read) throw new Refused(read.fault)
  return { url, token: read.secret }
}

/** Made anew, because the mode of a file that stands already would stay as it is. */
function writePrivately(file: string, text: string): void {
  rmSync(file, { force: true })
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}

/** What is said at every start of a bot to which nobody can say anything. */
function sayNoChat({ practice, slack, teams }: Pick<Configuration, 'practice' | 'slack' | 'teams'>): string[] {
  if (practice || slack !== undefined || teams !== undefined) return []
  return [
    'Nobody can start or approve anything here: outside practice the console only reads, for it cannot know who speaks, and neither Slack nor Teams is configured. Set up `slack` (docs/slack.md) or `teams` (docs/teams.md), or try it with `practice: true` (docs/practice.md).',
  ]
}

/** Where workers of other machines come in, with the files that the configuration names read. */
function gatewayListen({ listen, certificate, key }: NonNullable<Configuration['gateway']>): GatewayListen {
  const [host = '', port = ''] = listen.split(/:(?=\d+$)/)
  return { host, port: Number(port), certificate: read(certificate, 'certificate'), key: read(key, 'key') }
}

function read(file: string, name: string): string {
  return readOrRefuse(file, `${file} cannot be read: correct \`gateway.${name}\` in the configuration.`)
}
