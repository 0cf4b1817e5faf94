/** `countersign runs`: active and recent runs. */
import { askEngine } from './ask-engine.ts'
import { readArguments } from './read-arguments.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = readArguments('runs', args)
  const runs = await askEngine(values.config, (client) => client.runs())
  if (values.json) process.stdout.write(`${JSON.stringify(runs)}\n`)
  else if (runs.length === 0) process.stdout.write('No runs yet.\n')
  else
    for (const { run, phase, rehearsal, title, requester, startedAt } of runs)
      process.stdout.write(
        `${run}\t${rehearsal ? `rehearsal, ${phase === 'done' ? 'over' : phase}` : phase}\t${startedAt}\t${requester.name}\t${title}\n`,
      )
  return 0
}
