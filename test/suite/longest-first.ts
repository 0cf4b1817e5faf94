import { relative, sep } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { imports, kindOfTest } from './kind-of-test.ts'

/** What took 30 s or more as one of six at once on two cores, the longest first, as measured on 2026-11-30; below `test/`. */
export const LONGEST = [
  'slack/http',
  'practice/stopped-worker',
  'slack/refused/every-refusal',
  'teams/refused/every-refusal',
  'slack/phases/every-card',
  'worker/stop-anywhere',
  'slack/crash',
  'teams/conversation',
  'powershell/one-host',
  'practice/at-work/at-work',
  'practice/session/session',
  'slack/refused/every-answer',
  'powershell/judged-alike',
  'procedures/rehearse-all',
  'cli/calm-start',
  'engine/engine',
  'cli/told-to-end',
  'cluster/elsewhere',
  'procedures/crash/table',
  'practice/leaving-worker',
  'console/whole-run.browser',
  'cli/timers-once',
  'powershell/with-modules',
  'slack/load',
  'slack/socket-load',
  'worker/other-machine',
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
