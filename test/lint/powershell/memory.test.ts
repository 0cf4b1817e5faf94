import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')

/** What reads a block by the grammar, as the expression that does so with `text`. */
const READERS = {
  'a program': ['src/lint/powershell/read/tree.ts', "'tree' in read.parsePowershell(text, { text, originOf: (at) => at })"],
  "the stand-in's program": ['test/estate/powershell/syntax.ts', "read.parse(text).type === 'program'"],
} as const

/** Reads as many blocks as a program does that loads its documents some times, and says the most that it took in MB. */
const reads = (file: string, isRead: string): string => `
import * as read from ${JSON.stringify(join(ROOT, file))}
for (let i = 0; i < 500; i++) {
  const text = 'Get-CsPool | Where-Object { $_.Identity -eq "pool' + i + '" } | ForEach-Object { $_.Computers }'
  if (!(${isRead})) throw new Error(text)
}
console.log(Math.round(process.resourceUsage().maxRSS / 1024))
`

test.each(Object.entries(READERS))('%s that reads hundreds of blocks stays small', (_, [file, isRead]) => {
  // What V8 would do beside it, at some time, it does at once.
  const { stdout, stderr } = spawnSync(process.execPath, ['--wasm-sync-tier-up', '--input-type=module', '--eval', reads(file, isRead)], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(Number(stdout)).toBeGreaterThan(40)
  expect(Number(stdout)).toBeLessThan(400)
})
