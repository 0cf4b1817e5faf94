import { globSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { imports } from './test/suite/kind-of-test.ts'
import { LongestFirst } from './test/suite/longest-first.ts'
import { OutsideOfTests } from './test/suite/outside-of-tests.ts'
import { PATIENCE_MS } from './test/suite/patience.ts'

const ALL = globSync('test/**/*.test.ts').toSorted()

/** `--mode long` (`npm run long`): the tests that have a longer form, in that form. */
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? ALL.filter((file) => imports(file, join('test', 'suite', 'long-form.ts'))) : ALL,
    provide: { longForms: mode === 'long' },
    globalSetup: ['test/powershell/bring-powershell.ts'],
    setupFiles: ['test/suite/count-assertions.ts', 'test/suite/stay-pure.ts'],
    pool: 'forks',
    // A process that has read the program once runs file after file: reading it anew for each costs more than most of them.
    isolate: false,
    // Node reads TypeScript itself, as it does for users: a third of a run went into what Vite makes of every import (measured).
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // More than a small machine has cores, because those that are not pure wait for others most of the time.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    reporters: ['default', ['json', { outputFile: reportOf(mode, 'report') }], new OutsideOfTests(reportOf(mode, 'outside'))],
  },
}))

function reportOf(mode: string, what: string): string {
  return `.countersign/${mode === 'long' ? 'long' : 'test'}-${what}.json`
}
