/** `manifest/slack.yaml`: what Slack is told of the app. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { stringify } from 'yaml'
import { MOST_COMMANDS } from '../../chat/slack/built-in-commands.ts'
import { manifestOf } from '../../chat/slack/manifest.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Installation } from '../installation/load-installation.ts'
import type { Arguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'
import { present } from './present.ts'

export function slackManifest(installation: Installation, { check, url }: Arguments<'manifest'>['values']): void {
  const { length } = manifestOf(installation.procedures).features.slash_commands
  if (length > MOST_COMMANDS)
    throw new Refused(
      `The commands of the documents begin with ${length - 1} different words; beside /countersign, Slack gives an app ${MOST_COMMANDS - 1} slash commands: let some begin with the same.`,
    )
  if (url !== undefined) {
    if (!/^https:\/\/\S+$/.test(url)) throw new Refused('--url must be the https address at which Slack reaches you.', 2)
    process.stdout.write(slackManifestText(installation.procedures, url))
    return
  }
  const file = join(dirname(installation.file), 'manifest', 'slack.yaml')
  const name = relative(process.cwd(), file) || file
  const text = slackManifestText(installation.procedures)
  if (!check) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    process.stdout.write(`${name} is written. Create or update the app from it at https://api.slack.com/apps.\n`)
    return
  }
  if (present(file)?.toString() !== text) {
    throw new Refused(`${name} is out of date: write it with "countersign manifest slack", and update the app in Slack from it.`)
  }
  process.stdout.write(`${name} is what the documents and the code want.\n`)
}

/** The file's whole content. */
export function slackManifestText(procedures: readonly Procedure[], url?: string): string {
  const head = '# Written by "countersign manifest slack" from commands/ and from the methods that the code calls. Do not edit.\n'
  return head + stringify(manifestOf(procedures, url), { lineWidth: 0, singleQuote: true })
}
