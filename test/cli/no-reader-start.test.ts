import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { until } from '../engine/until.ts'
import { startProgram } from '../practice/program.ts'
import { openPracticeHouse } from './practice-installation.ts'

const SAID =
  'No reader: SEC. What looks there before anybody approved is sent with the log-in that may also write. Give it a second log-in that may only look: `reader` under the target, see docs/sql-server.md.\n'

test('a target without a reader is said at every start, of the bot and of a worker, and one that loses its reader while the bot runs as well', async () => {
  await using installation = await openPracticeHouse()
  const { file } = installation.practice
  const whole = readFileSync(file, 'utf8')
  const { targets, ...rest } = parse(whole) as { targets: Record<string, Record<string, unknown>> }
  const { reader: _, ...SEC } = targets['SEC'] ?? {}
  const without = stringify({ ...rest, targets: { ...targets, SEC } })
  const log = join(installation.dir, 'programs.log')
  const bot = await startProgram(installation.practice, ['start'], log)
  try {
    expect(bot.printed()).not.toContain('No reader')
    writeFileSync(file, without)
    await until('the bot says it', () => bot.printed().includes(SAID))
    const worker = await startProgram(installation.practice, ['worker', 'dc2-a'], log)
    await until('the worker says it', () => worker.printed().includes(SAID))
    await worker.end()
  } finally {
    await bot.end()
  }
  const again = await startProgram(installation.practice, ['start'], log)
  await until('the next start says it', () => again.printed().includes(SAID))
  await again.end()
})
