#!/usr/bin/env node
/** The `countersign` program: finds the command, prints its refusals to stderr, sets the exit code. */
import { argv, exit, stderr, stdout } from 'node:process'
import { helpFor, HELP } from './cli/help.ts'
import type { CliCommand } from './cli/refused.ts'
import { saidOf } from './cli/said-of.ts'
import { showHidden } from './procedure/hidden-characters.ts'

const COMMANDS: Record<string, () => Promise<{ run: CliCommand }>> = {
  init: () => import('./cli/init.ts'),
  start: () => import('./cli/start.ts'),
  worker: () => import('./cli/worker.ts'),
  check: () => import('./cli/check.ts'),
  plan: () => import('./cli/plan.ts'),
  grants: () => import('./cli/grants.ts'),
  runs: () => import('./cli/runs.ts'),
  settle: () => import('./cli/settle.ts'),
  audit: () => import('./cli/audit.ts'),
  manifest: () => import('./cli/manifest.ts'),
  'send-test': () => import('./cli/send-test.ts'),
}

const [name = 'help', ...rest] = argv.slice(2)
exit(await main(name, rest))

async function main(command: string, args: string[]): Promise<number> {
  if (command === 'help' || command === '--help' || command === '-h') {
    stdout.write(HELP)
    return 0
  }
  const load = COMMANDS[command]
  if (!load) {
    stderr.write(
      `countersign: there is no command "${showHidden(command)}". It is one of ${Object.keys(COMMANDS).join(', ')}; see "countersign --help".\n`,
    )
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    stdout.write(helpFor(command))
    return 0
  }
  try {
    return await (await load()).run(args)
  } catch (cause) {
    const said = saidOf(command, cause)
    if (said === undefined) throw cause
    stderr.write(`${said.sentences.map((sentence) => `countersign ${command}: ${showHidden(sentence)}`).join('\n')}\n`)
    return said.exitCode
  }
}
