import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/powershell/bring-powershell.ts'],
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: '.countersign/test-report.json' }]],
  },
})
