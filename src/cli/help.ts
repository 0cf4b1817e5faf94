/** What `--help` and `--version` print. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { RULES_VERSION } from '../audit/rules.ts'
import { STATE_VERSION } from '../audit/state-version.ts'
import { COMMANDS, type CommandLine, type CommandName } from './commands.ts'

const HELP_OPTION = ['--help', 'prints this, and does nothing'] as const

export function help(): string {
  const lines = Object.entries<CommandLine>(COMMANDS).flatMap(([name, { forms }]) =>
    forms.map(({ words, does }) => [written(name, words), does] as const),
  )
  return `countersign: documented procedures, countersigned by two people, executed step by step.

${table([...lines, ['countersign --version', 'this program, and the numbers of its rules and its state']])}

"countersign COMMAND --help" says more. Exit code 0: done; 1: refused or failed; 2: the command line is wrong.
`
}

export function helpFor(command: CommandName): string {
  const { forms, options, about, examples }: CommandLine = COMMANDS[command]
  const usage = forms.map(({ words }) => written(command, words))
  const said = Object.entries(options)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, option]) =>
        [
          option.value === undefined ? `--${name}` : `--${name} ${option.value}`,
          option.default === undefined ? option.says : `${option.says}; ${option.default} where nothing is said`,
        ] as const,
    )
  return `${usage.join('\n')}

${about}

${table([...said, HELP_OPTION])}

For example:
${examples.map((example) => `  ${example}`).join('\n')}
`
}

/** The release, and what a log and a store of it are numbered with. */
export function version(): string {
  const file = join(import.meta.dirname, '../../package.json')
  const own = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')))
  return `countersign ${own.version}: rules ${RULES_VERSION}, state ${STATE_VERSION}.\n`
}

function written(command: string, words: string): string {
  return `countersign ${command} ${words}`.trimEnd()
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `  ${first.padEnd(width)}   ${second}`).join('\n')
}
