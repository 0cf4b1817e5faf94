import { stderr, stdout } from 'node:process'
import { showHidden } from '../text/hidden-characters.ts'
import { helpFor, HELP } from './help.ts'
import type { CliCommand } from './refused.ts'
import { errorSentence } from './error-sentence.ts'

const COMMANDS: Record<string, () => Promise<{ run: CliCommand }>> = {
  init: () => import('./init.ts'),
  start: () => import('./start/start.ts'),
  worker: () => import('./worker/worker.ts'),
  check: () => import('./check.ts'),
  plan: () => import('./plan.ts'),
  grants: () => import('./grants.ts'),
  runs: () => import('./runs.ts'),
  settle: () => import('./settle.ts'),
  audit: () => import('./audit.ts'),
  manifest: () => import('./manifest.ts'),
  'send-test': () => import('./send-test.ts'),
}

/** Finds the command, prints its refusals to stderr; answers with the exit code. What a command leaves open ends with the process only. */
export async function main([command = 'help', ...args]: string[]): Promise<number> {
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
    const said = errorSentence(command, cause)
    if (said === undefined) throw cause
    stderr.write(`${said.sentences.map((sentence) => `countersign ${command}: ${showHidden(sentence)}`).join('\n')}\n`)
    return said.exitCode
  }
}
