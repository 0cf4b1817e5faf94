/** `countersign check`: every fault of documents, policies, people and configuration; with --live also what cannot be told of the targets. */
import { formatFault } from '../text/fault.ts'
import { leftOutLines } from './installation/left-out.ts'
import { readInstallation } from './installation/load-installation.ts'
import { counted } from '../text/counted.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('check', args)
  if (!values.live && positionals.length > 0)
    throw new Refused('a document and values belong to --live; without it everything is checked. See "countersign check --help".', 2)
  const read = readInstallation(values.config)
  // The faults of other documents do not keep one from being asked.
  if (values.live && 'installation' in read) {
    // The drivers are half of what there is to load, and are needed for this alone.
    const { checkLive } = await import('./live/check-live.ts')
    return checkLive(read.installation, positionals, values.json)
  }
  const faults = 'installation' in read ? read.installation.faults : read.faults
  if (faults.length > 0 || !('installation' in read)) {
    if (values.json) process.stdout.write(`${JSON.stringify({ faults })}\n`)
    const lines =
      'installation' in read
        ? leftOutLines(read.installation)
        : [...faults.map(formatFault), 'Nothing starts until the configuration and people.yaml have no faults.']
    process.stderr.write(`${lines.join('\n')}\n`)
    return 1
  }
  const { procedures, policies, people, configuration } = read.installation
  const counts = [
    counted(procedures.length, 'procedure', 'procedures'),
    counted(Object.keys(policies).length, 'policy', 'policies'),
    counted(people.length, 'person', 'people'),
    counted(Object.keys(configuration.targets).length, 'target', 'targets'),
  ]
  process.stdout.write(values.json ? `${JSON.stringify({ faults: [] })}\n` : `${counts.join(', ')}: no faults.\n`)
  return 0
}
