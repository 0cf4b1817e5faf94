import { stderr, stdout } from 'node:process'
import { closestName } from '../text/closest-name.ts'
import { showHidden } from '../text/hidden-characters.ts'
import { COMMANDS, isCommand, type CommandName } from './commands.ts'
import { errorSentence } from './error-sentence.ts'
import { help, helpFor, version } from './help.ts'
import type { CliCommand } from './refused.ts'

/** Loaded when it is asked for: `--help` must not wait for the engine. */
const LOAD: Record<CommandName, () => Promise<{ run: CliCommand }>> = {
  init: () => import('./init.ts'),
  start: () => import('./start/start.ts'),
  worker: () => import('./worker/worker.ts'),
  'worker-file': () => import('./worker/worker-file.ts'),
  check: () => import('./check.ts'),
  list: () => import('./documents/list.ts'),
  show: () => import('./documents/show.ts'),
  plan: () => import('./plan.ts'),
  grants: () => import('./grants.ts'),
  runs: () => import('./runs.ts'),
  status: () => import('./worker/status.ts'),
  settle: () => import('./settle.ts'),
  audit: () => import('./audit.ts'),
  manifest: () => import('./manifest.ts'),
  'send-test': () => import('./send-test.ts'),
}

/** Finds the command, prints its refusals to stderr; answers with the exit code. What a command leaves open ends with the process only. */
export async function main([command = 'help', ...args]: string[]): Promise<number> {
  if (command === 'help' || command === '--help' || command === '-h') return print(help())
  if (command === '--version' || command === '-v') return print(version())
  if (!isCommand(command)) {
    const nearest = closestName(command, Object.keys(COMMANDS))
    const advice = nearest === undefined ? `It is one of ${Object.keys(COMMANDS).join(', ')};` : `Did you mean ${nearest}? Else`
    stderr.write(`countersign: there is no command "${showHidden(command)}". ${advice} see "countersign --help".\n`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) return print(helpFor(command))
  try {
    const { run } = await LOAD[command]()
    return await run(args)
  } catch (cause) {
    const said = errorSentence(cause)
    if (said === undefined) throw cause
    stderr.write(`${said.sentences.map((sentence) => `countersign ${command}: ${showHidden(sentence)}`).join('\n')}\n`)
    return said.exitCode
  }
}

function print(text: string): number {
  stdout.write(text)
  return 0
}
