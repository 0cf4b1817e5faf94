/** The loader reads a block as PowerShell does, or refuses it. `npm run agreement` does the same with as many blocks as are asked for. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { compare } from './agreement/compare.ts'
import { generatedBlocks } from './agreement/generate.ts'
import { shortOrLong } from '../../suite/long-form.ts'

const PWSH = 'pwsh'
const { error } = spawnSync(PWSH, ['-NoProfile', '-Command', 'exit 0'])

/** What was once read otherwise than PowerShell reads it; it is now read the same, or refused. */
const FOUND = [
  'foreach ($x in 1..3) { Get-It }',
  'return"$a.b"',
  "break'' <# note #>",
  'del< $a -f',
  'Get-Item [ordered]@{ a = 1 }',
  'switch ($a) { d$efault { Get-It } }',
  '.@(1) -Force',
  'function f { a=b }',
  'Get-Item `\n> $null',
  'Get-Item\n2>&1',
  "{ a 'b' } default { Get-It }",
  "Get-Item 'x' <# `#> ; Remove-Item y #>",
]

test.skipIf(error !== undefined)('what was found to differ is read as PowerShell reads it, or refused', async () => {
  expect((await compare(PWSH, FOUND)).different).toEqual([])
})

const COUNT = shortOrLong({ short: 1000, long: 5000 })

test.skipIf(error !== undefined)(
  `of ${COUNT} blocks at random none is read otherwise than by PowerShell`,
  { timeout: 300_000 },
  async () => {
    const { blocks, same, different } = await compare(PWSH, [...generatedBlocks(20_261_128, COUNT)])
    expect(different).toEqual([])
    expect(blocks).toBe(COUNT)
    // A loader that refuses everything would agree as well.
    expect(same).toBeGreaterThan(0.16 * COUNT)
  },
)
