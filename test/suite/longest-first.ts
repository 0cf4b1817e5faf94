import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { imports, kindOfTest } from './kind-of-test.ts'

/** What takes long, the longest first: whole programs, then starts of PowerShell. */
const LONG = [join('test', 'practice', 'program.ts'), join('test', 'powershell', 'shells.ts')]

/** Begun last, tests that take long would run alone at the end; pure ones, which wait for nobody, fill what the others leave. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, not of an array
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => place(one) - place(other))
  }
}

function place({ moduleId }: TestSpecification): number {
  const file = relative('.', moduleId)
  const found = LONG.findIndex((long) => imports(file, long))
  if (found !== -1) return found
  return LONG.length + (kindOfTest(file) === 'pure' ? 1 : 0)
}
