/** `countersign runs`: active and recent runs. */
import { parseArgs } from 'node:util'
import { askEngine } from './ask-engine.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { config: { type: 'string', default: 'countersign.yaml' }, json: { type: 'boolean', default: false } },
  })
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
