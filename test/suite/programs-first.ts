import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { imports } from './kind-of-test.ts'

const PROGRAMS = join('test', 'practice', 'program.ts')

/** Tests of whole programs take longest: begun last, they would run alone at the end. */
export class ProgramsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ project, moduleId }: TestSpecification): number =>
      2 * project.config.sequence.groupOrder + (imports(relative('.', moduleId), PROGRAMS) ? 0 : 1)
    return sorted.toSorted((one, other) => place(one) - place(other))
  }
}
