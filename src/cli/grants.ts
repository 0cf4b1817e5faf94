/** `countersign grants`: what the log-ins and the PowerShell endpoints need for the documents, and no more. */
import { capabilities } from './grants/powershell.ts'
import { sqlScript } from './grants/sql.ts'
import { loadInstallation } from './installation/load-installation.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

const KINDS = ['sql', 'powershell'] as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('grants', args)
  const kinds = positionals.length === 0 ? KINDS : KINDS.filter((known) => positionals.length === 1 && known === positionals[0])
  if (kinds.length === 0) throw new Refused(`name one of ${KINDS.join(', ')}. See "countersign grants --help".`, 2)
  const { procedures, configuration } = loadInstallation(values.config)
  const parts = {
    sql: () => sqlScript(procedures, configuration.targets),
    powershell: () => capabilities(procedures, configuration.targets),
  }
  process.stdout.write(kinds.map((kind) => parts[kind]()).join('\n'))
  return 0
}
