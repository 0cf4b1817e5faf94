/** `countersign worker-file NAME`: the one file that a worker on another machine needs of the bot. Nothing in it is secret. */
import { z } from 'zod'
import type { Configuration } from '../../config/schema.ts'
import { publicKeysSchema, readBotFile } from '../bot-file.ts'
import { loadedConfiguration } from '../installation/loaded-configuration.ts'
import { readOrRefuse } from '../installation/read-or-refuse.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { siteOf } from './site-of.ts'

const bot = z.strictObject({ url: z.url({ protocol: /^wss$/ }), ca: z.string().exactOptional() })

const workerFileSchema = z.strictObject({
  worker: z.string(),
  site: z.string(),
  bots: z.array(bot).min(1),
  publicKeys: publicKeysSchema,
})

export type WorkerFile = z.output<typeof workerFileSchema>

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('worker-file', args)
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new Refused('name one worker, e.g. "countersign worker-file dc2-a".', 2)
  const configuration = loadedConfiguration(values.config)
  const [site] = siteOf(configuration, name)
  const { gateway, state } = configuration
  if (gateway === undefined) {
    throw new Refused(
      'the bot lets in workers of its own machine only: say under `gateway` of the configuration where those of others come in, restart the bot, then ask again.',
    )
  }
  const { publicKeys } = readBotFile(state)
  const file: WorkerFile = { worker: name, site, bots: [{ url: gateway.url, ...caOf(gateway) }], publicKeys }
  process.stdout.write(`${JSON.stringify(file, null, 2)}\n`)
  return 0
}

/** Refuses with a sentence what "worker-file" of this worker did not print. */
export function readWorkerFile(path: string, name: string): WorkerFile {
  const again = `Print it anew on the bot's machine: "countersign worker-file ${name}".`
  const read = parsed(readOrRefuse(path, `${path} cannot be read. ${again}`))
  if (read === undefined) throw new Refused(`${path} is not what "countersign worker-file" prints. ${again}`)
  if (read.worker !== name) throw new Refused(`${path} is the file of worker ${read.worker}, and this is ${name}. ${again}`)
  return read
}

function parsed(text: string): WorkerFile | undefined {
  try {
    return workerFileSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function caOf({ ca }: NonNullable<Configuration['gateway']>): { ca?: string } {
  if (ca === undefined) return {}
  return { ca: readOrRefuse(ca, `the authority's certificate ${ca} cannot be read: correct \`gateway.ca\` in the configuration.`) }
}
