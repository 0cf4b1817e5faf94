import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { imports } from './kind-of-test.ts'

/** What takes long, the longest first: whole programs, then starts of PowerShell. */
const LONG = [join('test', 'practice', 'program.ts'), join('test', 'powershell', 'shells.ts')]

/** Begun last, tests that take long would run alone at the end. */
export class ProgramsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, not of an array
    const sorted = await super.sort(files)
    const place = ({ project, moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((long) => imports(relative('.', moduleId), long))
      return (LONG.length + 1) * project.config.sequence.groupOrder + (found === -1 ? LONG.length : found)
    }
    return sorted.toSorted((one, other) => place(one) - place(other))
  }
}
