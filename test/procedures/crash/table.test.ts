import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { shortOrLong } from '../../suite/long-form.ts'
import { openStage } from '../stage.ts'
import { DEATHS } from './deaths.ts'
import { ownProcesses } from './own-process.ts'
import { playCrash } from './play-crash.ts'
import { brokenPromises } from './judge.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'
import { CRASH_STAGE, crashTable } from './table.ts'

const stage = await openStage(CRASH_STAGE)
afterAll(() => stage[Symbol.asyncDispose]())

const scenario = (document: string, name = ''): Scenario => {
  const found = SCENARIOS.find((each) => each.document === document && each.name === name)
  if (found === undefined) throw new Error(`nothing is said of ${document}`)
  return found
}

test('every procedure that acts has its scenarios', () => {
  const folder = join(import.meta.dirname, '../../../commands')
  const acting = readdirSync(folder).filter((name) => /^```\w+ run /m.test(readFileSync(join(folder, name), 'utf8')))
  expect(new Set(SCENARIOS.map(({ document }) => `${document}.md`))).toEqual(new Set(acting))
})

test.each(
  shortOrLong({
    short: [scenario('drain-front-end'), scenario('failover-availability-group')],
    long: [scenario('drain-front-end'), scenario('failover-availability-group'), scenario('setup-log-shipping')],
  }),
)('$document $name: wherever its worker dies, nothing comes twice, and nobody is told what is not so', async (played) => {
  const { rows, broken } = await crashTable(stage, played)
  expect(broken).toEqual([])
  expect(new Set(rows.map(({ when }) => when)).size).toBeGreaterThanOrEqual(DEATHS.length - 1)
})

const LYING = `---
command: /lie
title: Say that it is done
policy: disaster-recovery
lock: lie
parameters:
  target: { type: sql-server, ask: "Where?" }
---

## Back it up

\`\`\`yaml
gate: disaster-recovery
timeout: 5m
\`\`\`

\`\`\`sql run on=target
BACKUP LOG mgc TO DISK = N'\\\\files.contoso.com\\pchatlogs\\lie.trn' WITH INIT;
\`\`\`

\`\`\`sql check after on=target
SELECT done = 1, detail = N'all is well';
\`\`\`
`

test('a check that calls done what never came is found out', async () => {
  const lies = { document: 'lie', name: '', text: LYING, values: { target: 'PRI' } }
  const { rows, broken } = await crashTable(stage, lies, ['before'])
  expect(rows).toMatchObject([{ went: 'done', effects: 0, usual: 1 }])
  expect(broken[0]).toBe(
    "lie, before: back-it-up (1/0) is called done without: PRI: BACKUP LOG mgc TO DISK = N'\\\\files.contoso.com\\pchatlogs\\lie.trn' WITH INIT",
  )
})

test('workers that SIGKILL ends inside a statement and inside a cmdlet leave the same behind', async () => {
  const processes = ownProcesses()
  await using own = await openStage({ ...CRASH_STAGE, start: processes.start })
  const led: [string, string | undefined][] = []
  for (const played of [scenario('failover-availability-group'), scenario('drain-front-end')]) {
    const usual = await playCrash(stage, played)
    for (const when of shortOrLong({ short: ['without'] as const, long: ['without', 'with'] as const })) {
      const play = await playCrash(own, played, { when, strike: processes.strike })
      expect(brokenPromises(play, usual)).toEqual([])
      led.push(...play.left.map(({ how, cause }): [string, string | undefined] => [how ?? '', cause?.code]))
    }
  }
  const asked = ['attention', 'unknown']
  const expected = shortOrLong({ short: [asked, asked], long: [asked, ['done', undefined], asked, ['done', undefined]] })
  expect({ led, ended: processes.ended }).toEqual({ led: expected, ended: expected.map(() => 'SIGKILL') })
})
