/** `countersign list`: what can be started, by verb. */
import { byVerb } from '../../procedure/by-verb.ts'
import { en } from '../../words/en.ts'
import { whyLeftOut } from '../installation/left-out.ts'
import { loadInstallation } from '../installation/load-installation.ts'
import { readArguments } from '../read-arguments.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = readArguments('list', args)
  const { procedures, leftOut } = loadInstallation(values.config)
  const width = Math.max(...procedures.map(({ command }) => command.length))
  const parts = byVerb(procedures).map(({ verb, procedures: ofVerb }) => [
    verb,
    ...ofVerb.map(({ command, title }) => `  ${command.padEnd(width)}  ${title}`),
  ])
  if (procedures.length === 0) parts.push(['There is nothing that can be started.'])
  if (leftOut.length > 0) parts.push(leftOut.map((out) => en.notes.outOfService(whyLeftOut(out))))
  process.stdout.write(`${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`)
  return 0
}
