import { relative, sep } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { imports, kindOfTest } from './kind-of-test.ts'

/** What takes a tenth of a whole run or more, the longest first, as measured; below `test/`. */
export const LONGEST = [
  'slack/http',
  'teams/conversation',
  'powershell/one-host',
  'practice/stopped-worker',
  'worker/stop-anywhere',
  'console/whole-run.browser',
  'practice/rehearsal',
  'cli/calm-start',
  'slack/load',
  'slack/socket-load',
  'powershell/with-modules',
  'worker/other-machine',
  'powershell/stop',
  'worker/stopped-worker',
  'slack/hostile',
  'slack/socket',
  'slack/crash',
  'cli/told-to-end',
  'cli/check-live',
  'engine/engine',
  'practice/dropped-connection',
  'practice/session/session',
  'powershell/reader',
  'powershell/estate-shell',
].map((name) => `test/${name}.test.ts`)

/** What starts programs or PowerShell takes longer than what does not. */
const LONG = ['test/practice/program.ts', 'test/powershell/shells.ts'].map((path) => path.replaceAll('/', sep))

/** Begun last, tests that take long would run alone at the end; pure ones, which wait for nobody, fill what the others leave. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, not of an array
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => placeOf(relative('.', one.moduleId)) - placeOf(relative('.', other.moduleId)))
  }
}

/** The lower, the earlier. `file`: its path from the project's root. */
export function placeOf(file: string): number {
  const longest = LONGEST.indexOf(file.replaceAll(sep, '/'))
  if (longest !== -1) return longest
  if (LONG.some((long) => imports(file, long))) return LONGEST.length
  return LONGEST.length + (kindOfTest(file) === 'pure' ? 2 : 1)
}
