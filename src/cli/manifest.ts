/** `countersign manifest slack|teams`: writes what the platform has to be told, or says that the file is out of date. */
import { formatFault } from '../text/fault.ts'
import { loadInstallation, type Installation } from './installation/load-installation.ts'
import { slackManifest } from './manifest/slack.ts'
import { teamsManifest } from './manifest/teams.ts'
import { readArguments, type Arguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

interface Platform {
  does(installation: Installation, values: Arguments<'manifest'>['values']): void
  /** Options that mean nothing to the other. */
  only: readonly Only[]
}
type Only = 'url' | 'app-id' | 'developer' | 'website' | 'privacy' | 'terms'

const PLATFORMS: Readonly<Record<string, Platform>> = {
  slack: { does: slackManifest, only: ['url'] },
  teams: { does: teamsManifest, only: ['app-id', 'developer', 'website', 'privacy', 'terms'] },
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('manifest', args)
  const asked = positionals.join(' ')
  const platform = Object.hasOwn(PLATFORMS, asked) ? PLATFORMS[asked] : undefined
  if (!platform) throw new Refused('Say for which platform: countersign manifest slack, or countersign manifest teams.', 2)
  const foreign = Object.values(PLATFORMS).flatMap(({ only }) =>
    only.filter((name) => values[name] !== undefined && !platform.only.includes(name)),
  )
  if (foreign.length > 0) {
    const one = foreign.length === 1
    const named = foreign.map((name) => `--${name}`).join(', ')
    throw new Refused(`${named} ${one ? 'is' : 'are'} not of ${asked}: leave ${one ? 'it' : 'them'} out.`, 2)
  }
  const installation = loadInstallation(values.config)
  // Commands of documents that are left out would disappear from the app.
  if (installation.faults.length > 0) throw new Refused(installation.faults.map(formatFault), 2)
  platform.does(installation, values)
  return 0
}
