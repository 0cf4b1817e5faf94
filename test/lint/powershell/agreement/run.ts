/** `npm run agreement -- [COUNT] [SEED]`: blocks at random, read by the loader and by PowerShell's own parser. Ends with 1 where they differ. */
import { compare } from './compare.ts'
import { generatedBlocks } from './generate.ts'

const [count = '100000', seed = '1'] = process.argv.slice(2)
const compared = await compare('pwsh', [...generatedBlocks(Number(seed), Number(count))])
for (const { text, loader, powershell } of compared.different.slice(0, 40))
  process.stdout.write(`${JSON.stringify(text)}\n  loader ${JSON.stringify(loader)}\n  pwsh   ${JSON.stringify(powershell)}\n`)
for (const text of compared.late.slice(0, 20)) process.stdout.write(`late ${JSON.stringify(text)}\n`)
process.stdout.write(
  `${compared.blocks} blocks of seed ${seed}: ${compared.same} read the same, ${compared.refused} refused by the loader (${compared.lost.length} of them read by PowerShell), ${compared.late.length} that only PowerShell refuses, ${compared.different.length} different.\n`,
)
process.exitCode = compared.different.length === 0 ? 0 : 1
