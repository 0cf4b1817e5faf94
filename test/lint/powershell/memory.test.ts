import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const LINT = join(import.meta.dirname, '../../../src/lint/powershell')

/** Reads as many blocks as a program does that loads its documents some times, and says the most that it took in MB. */
const READS = `
import { parsePowershell } from ${JSON.stringify(join(LINT, 'read/tree.ts'))}
for (let i = 0; i < 500; i++) {
  const text = 'Get-CsPool | Where-Object { $_.Identity -eq "pool' + i + '" } | ForEach-Object { $_.Computers }'
  if ('unreadableAt' in parsePowershell(text, { text, originOf: (at) => at })) throw new Error(text)
}
console.log(Math.round(process.resourceUsage().maxRSS / 1024))
`

test('a program that reads hundreds of blocks stays small', () => {
  // What V8 would do beside it, at some time, it does at once.
  const { stdout, stderr } = spawnSync(process.execPath, ['--wasm-sync-tier-up', '--input-type=module', '--eval', READS], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(Number(stdout)).toBeGreaterThan(40)
  expect(Number(stdout)).toBeLessThan(400)
})
