/** `countersign manifest slack`: writes what Slack has to be told, or says that the file is out of date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { stringify } from 'yaml'
import { manifestOf } from '../chat/slack/manifest.ts'
import { formatFault } from '../text/fault.ts'
import type { Procedure } from '../procedure/procedure.ts'
import { loadInstallation } from './installation/load-installation.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('manifest', args)
  if (positionals.join(' ') !== 'slack') throw new Refused('Say for which platform: countersign manifest slack.', 2)
  const installation = loadInstallation(values.config)
  // Commands of documents that are left out would disappear from the app.
  if (installation.faults.length > 0) throw new Refused(installation.faults.map(formatFault), 2)
  if (values.url !== undefined) {
    if (!/^https:\/\/\S+$/.test(values.url)) throw new Refused('--url must be the https address at which Slack reaches you.', 2)
    process.stdout.write(slackManifestText(installation.procedures, values.url))
    return 0
  }
  const file = join(dirname(installation.file), 'manifest', 'slack.yaml')
  const name = relative(process.cwd(), file) || file
  const text = slackManifestText(installation.procedures)
  if (!values.check) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    process.stdout.write(`${name} is written. Create or update the app from it at https://api.slack.com/apps.\n`)
    return 0
  }
  if (present(file) === text) {
    process.stdout.write(`${name} is what the documents and the code want.\n`)
    return 0
  }
  throw new Refused(`${name} is out of date: write it with "countersign manifest slack", and update the app in Slack from it.`)
}

/** The file's whole content. */
export function slackManifestText(procedures: readonly Procedure[], url?: string): string {
  const head = '# Written by "countersign manifest slack" from commands/ and from the methods that the code calls. Do not edit.\n'
  return head + stringify(manifestOf(procedures, url), { lineWidth: 0, singleQuote: true })
}

function present(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
