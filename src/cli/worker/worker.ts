/** `countersign worker NAME`: one worker, as the configuration describes it. */
import { join } from 'node:path'
import type { PublicKeys } from '../../audit/entry.ts'
import { loadConfiguration, targetsOf } from '../../config.ts'
import { name as nameSchema, type Configuration } from '../../config/schema.ts'
import { EngineFault } from '../../engine/engine-fault.ts'
import { makeKeyFile, publicPem, readKeyFile } from '../../engine/keys/keys.ts'
import { refuseSharedDirectory } from '../../engine/server/private-directory.ts'
import { formatFault } from '../../text/fault.ts'
import type { BotAddress, WorkerOptions } from '../../worker/options.ts'
import { startWorker, type Worker } from '../../worker/start-worker.ts'
import { readBotFile } from '../bot-file.ts'
import { loadedConfiguration } from '../installation/loaded-configuration.ts'
import { openLog } from '../open-log.ts'
import { readersOf } from '../../config/readers.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { sayNoReader } from '../say-no-reader.ts'
import { untilToldToEnd } from '../until-told-to-end.ts'
import { siteOf } from './site-of.ts'
import { lineOf, pemOf } from './worker-entries.ts'
import { readWorkerFile } from './worker-file.ts'
import { workerSecrets, workerTargets } from './worker-targets.ts'
import { en } from '../../words/en.ts'
import { missingOf, needed } from '../../worker/missing-secrets.ts'
import type { WorkerTarget } from '../../worker/options.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('worker', args)
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Refused('name one worker, e.g. "countersign worker dc2-a".', 2)
  const good = nameSchema.safeParse(name)
  if (!good.success) throw new Refused(`"${name}" ${good.error.issues[0]?.message ?? 'is no name'}.`, 2)
  if (values.init) return init(values.state ?? stateOf(values.config), name)
  await work(loadedConfiguration(values.config), name, values.bot)
  return 0
}

async function work(configuration: Configuration, name: string, botFile: string | undefined): Promise<void> {
  const { site, listed, way } = botFile === undefined ? ownBot(configuration, name) : botElsewhere(configuration, name, botFile)
  refuseSharedDirectory(configuration.state)
  const key = privateKey(configuration.state, name)
  if (lineOf(key.public) !== listed) {
    throw new Refused(
      `the key of worker ${name} in ${configuration.state} is not the one that the ${botFile === undefined ? 'configuration' : 'bot'} lists: put "${lineOf(key.public)}" there, or bring the right key file.`,
    )
  }
  const { bots, publicKeys } = way()
  const log = openLog()
  const toldToEnd = untilToldToEnd()
  const targets = workerTargets(configuration, site)
  const worker = startOrRefuse({
    name,
    site,
    installation: publicKeys.installation,
    bots,
    privateKey: key.private,
    publicKeys,
    documents: configuration.commands,
    readers: readersOf(configuration.readers),
    secrets: workerSecrets(configuration),
    state: join(configuration.state, `worker-${name}`),
    files: join(configuration.state, 'files'),
    targets,
    logger: log,
  })
  process.stdout.write(`Worker ${name} of site ${site} is ready.\n`)
  const own = Object.entries(targetsOf(configuration)).filter(([, target]) => target.site === site)
  for (const sentence of [...sayMissingSecrets(targets), ...sayNoReader(Object.fromEntries(own))]) process.stdout.write(`${sentence}\n`)
  void worker.warmUp()
  try {
    await toldToEnd
  } finally {
    await worker.close()
  }
}

function startOrRefuse(options: WorkerOptions): Worker {
  try {
    return startWorker(options)
  } catch (cause) {
    throw cause instanceof Error ? new Refused(cause.message) : cause
  }
}

interface BotOfWorker {
  site: string
  /** The worker's public key as the bot has it, in the one-line form. */
  listed: string
  /** Reads what the bot has written down of itself. */
  way: () => { bots: BotAddress[]; publicKeys: PublicKeys }
}

/** The bot of this very configuration, on this machine. */
function ownBot(configuration: Configuration, name: string): BotOfWorker {
  const [site, { key }] = siteOf(configuration, name)
  return {
    site,
    listed: key,
    way: () => {
      const { gateway, publicKeys } = readBotFile(configuration.state)
      // What stands in the configuration now is what the bot will know once it is restarted.
      const workers = { ...publicKeys.workers, [name]: { site, key: pemOf(key) } }
      return { bots: [gateway], publicKeys: { ...publicKeys, workers } }
    },
  }
}

function botElsewhere({ installation }: Configuration, name: string, path: string): BotOfWorker {
  const { site, bots, publicKeys } = readWorkerFile(path, name)
  if (publicKeys.installation !== installation) {
    throw new Refused(
      `${path} is of installation ${publicKeys.installation}, and the configuration of ${installation}: this worker would take orders of another installation.`,
    )
  }
  return { site, listed: lineOf(publicKeys.workers[name]?.key ?? ''), way: () => ({ bots, publicKeys }) }
}

/** Makes the key if there is none, and prints what the configuration must list. */
function init(state: string, name: string): number {
  const key = privateKey(state, name, makeKeyFile)
  process.stdout.write(`${name}: { key: "${lineOf(key.public)}" }\n`)
  return 0
}

/** A worker at work never makes its key: under a new one nobody would believe it, and the old one may be all that is wrong with the disk. */
function privateKey(state: string, name: string, before: (file: string) => void = () => undefined): { private: string; public: string } {
  const file = join(state, 'keys', `worker-${name}.pem`)
  try {
    before(file)
    const key = readKeyFile(
      file,
      `put the file back from a copy, or make a new key with "countersign worker ${name} --init" and put the line that it prints into the configuration`,
    )
    return { private: key.export({ type: 'pkcs8', format: 'pem' }).toString(), public: publicPem(key) }
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    throw cause
  }
}

/** The state folder, from a configuration that may still lack this worker. */
function stateOf(path: string): string {
  const loaded = loadConfiguration(path)
  if ('faults' in loaded) throw new Refused([...loaded.faults.map(formatFault), 'or say where the key goes: --init --state FOLDER.'], 2)
  return loaded.configuration.state
}

/** One sentence for each secret that leads to nothing. Secrets are read once, so it needs another start when they are there. */
function sayMissingSecrets(targets: Record<string, WorkerTarget>): string[] {
  return Object.values(targets)
    .flatMap(missingOf)
    .map((fault) => en.workerFault(needed(fault)))
}
