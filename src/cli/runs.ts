/** `countersign runs`: active and recent runs, and page by page those before them. */
import { RUN_NAME } from '../run/run-name.ts'
import { oldestInOrder } from '../engine/run/runs-object.ts'
import { askEngine } from './ask-engine.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

export async function run(args: string[]): Promise<number> {
  const { values } = readArguments('runs', args)
  const { before } = values
  if (before !== undefined && !RUN_NAME.test(before)) throw new Refused([`"${before}" is no run's name: --before R-N.`], 2)
  const { runs, more } = await askEngine(values.config, async (client) => {
    const runs = before === undefined ? await client.runs() : await client.olderRuns(before)
    const last = oldestInOrder(runs)
    return { runs, more: last !== undefined && (await client.olderRuns(last)).length > 0 ? last : undefined }
  })
  if (values.json) process.stdout.write(`${JSON.stringify(runs)}\n`)
  else if (runs.length === 0) process.stdout.write(before === undefined ? 'No runs yet.\n' : `No runs before ${before}.\n`)
  else
    for (const { run, phase, rehearsal, title, requester, startedAt } of runs)
      process.stdout.write(
        `${run}\t${rehearsal ? `rehearsal, ${phase === 'done' ? 'over' : phase}` : phase}\t${startedAt}\t${requester.name}\t${title}\n`,
      )
  // Beside the list, which is read by scripts, too.
  if (more !== undefined) process.stderr.write(`More of them: countersign runs --before ${more}\n`)
  return 0
}
