import { globSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { kindOfTest } from './test/suite/kind-of-test.ts'

const TESTS = Object.groupBy(globSync('test/**/*.test.ts').toSorted(), kindOfTest)

export default defineConfig({
  test: {
    globalSetup: ['test/powershell/bring-powershell.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: '.countersign/test-report.json' }]],
    projects: [
      {
        extends: true,
        // They share what they import: one process reads it once for all of them.
        test: {
          name: 'pure',
          include: TESTS.pure ?? [],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          setupFiles: ['test/suite/stay-pure.ts'],
        },
      },
      {
        extends: true,
        // More than a small machine has cores, because they wait for others most of the time.
        test: { name: 'process', include: TESTS.process ?? [], maxWorkers: 4, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
