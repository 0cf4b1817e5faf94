/** The loader reads a block as PowerShell does, or refuses it. `npm run agreement` does the same with as many blocks as are asked for. */
import { expect, test } from 'vitest'
import { compare } from './agreement/compare.ts'
import { generatedBlocks } from './agreement/generate.ts'
import { findShell } from '../../../src/worker/powershell/find-shell.ts'
import { inPowerShell } from '../../powershell/shells.ts'
import { shortOrLong } from '../../suite/long-form.ts'

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

const COUNT = shortOrLong({ short: 1000, long: 5000 })

inPowerShell((kind) => {
  test(
    `what was found to differ, and ${COUNT} blocks at random, are read as PowerShell reads them, or refused`,
    { timeout: 300_000 },
    async () => {
      const found = findShell(kind.target(), 'parse.ps1', process.platform)
      if ('code' in found) throw new Error(found.code)
      // One PowerShell reads them all.
      const random = [...generatedBlocks(20_261_128, COUNT)]
      const { blocks, same, different } = await compare(found.program, [...FOUND, ...random])
      expect(different).toEqual([])
      expect(blocks).toBe(FOUND.length + COUNT)
      // A loader that refuses everything would agree as well.
      expect(same).toBeGreaterThan(0.16 * COUNT + FOUND.length)
    },
  )
})
