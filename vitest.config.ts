import { globSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { imports, kindOfTest, type KindOfTest } from './test/suite/kind-of-test.ts'
import { PATIENCE_MS } from './test/suite/patience.ts'
import { ProgramsFirst } from './test/suite/programs-first.ts'

const ALL = globSync('test/**/*.test.ts').toSorted()

/** `--mode long` (`npm run long`): the tests that have a longer form, in that form. */
export default defineConfig(({ mode }) => ({
  test: {
    provide: { longForms: mode === 'long' },
    globalSetup: ['test/powershell/bring-powershell.ts'],
    pool: 'forks',
    sequence: { sequencer: ProgramsFirst },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    reporters: ['default', ['json', { outputFile: `.countersign/${mode === 'long' ? 'long' : 'test'}-report.json` }]],
    projects: [
      {
        extends: true,
        // They share what they import: one process reads it once for all of them.
        test: {
          name: 'pure',
          include: testsOf('pure', mode),
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          setupFiles: ['test/suite/stay-pure.ts'],
        },
      },
      {
        extends: true,
        // More than a small machine has cores, because they wait for others most of the time.
        test: { name: 'process', include: testsOf('process', mode), maxWorkers: 4, sequence: { groupOrder: 1 } },
      },
    ],
  },
}))

function testsOf(kind: KindOfTest, mode: string): string[] {
  const wanted = mode === 'long' ? ALL.filter((file) => imports(file, join('test', 'suite', 'long-form.ts'))) : ALL
  return wanted.filter((file) => kindOfTest(file) === kind)
}
