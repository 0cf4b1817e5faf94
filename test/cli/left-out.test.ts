/** A bot with a document that has faults: it starts, says so, serves the rest, and serves that one as soon as it is mended. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../engine/until.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { WORDS } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { openPracticeHouse, VALUES, type PracticeHouse } from './practice-installation.ts'

const SECOND = `---
command: /mend widget
title: Mend the widget
policy: disaster-recovery
lock: widget
parameters: { server: { type: sql-server, ask: "Where?" } }
---

## Mend it

\`\`\`yaml
gate: disaster-recovery
check: none
because: it is a test
\`\`\`

\`\`\`sql run on=server
PRINT @servr;
\`\`\`
`
const FAULT =
  'commands/mend-widget.md:18: `@servr` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@server`?'

let installation: PracticeHouse
let bot: Program
let client: ConsoleClient
beforeAll(async () => {
  installation = await openPracticeHouse({ 'mend-widget.md': SECOND })
  bot = await startProgram(installation.practice, ['start'], join(installation.dir, 'bot.log'))
  client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
})
afterAll(async () => {
  await bot.end()
  await installation[Symbol.asyncDispose]()
})

const document = (): string => join(installation.dir, 'commands', 'mend-widget.md')
/** Everything that a note says, without the way to this house. */
const typed = async (words: string): Promise<string> =>
  JSON.stringify((await client.type('dana', words)).note).replaceAll(/[\w./\\-]*(?=commands\/)/g, '')

test('check, plan and manifest name its faults; the plan of any other is made', async () => {
  expect(await installation.run('check')).toEqual({
    code: 1,
    out: '',
    error: `${FAULT}\nOut of service until that is mended: /mend widget (commands/mend-widget.md).\n`,
  })
  expect(await installation.run('plan', 'mend-widget', 'server=SEC')).toEqual({
    code: 2,
    out: '',
    error: `countersign plan: commands/mend-widget.md is out of service until its faults are mended.\ncountersign plan: ${FAULT}\n`,
  })
  expect((await installation.run('plan', 'failover-persistent-chat', ...VALUES)).code).toBe(0)
  expect(await installation.run('manifest', 'slack')).toEqual({ code: 2, out: '', error: `countersign manifest: ${FAULT}\n` })
})

test('in chat its command answers why it is out of service, and list says so too', async () => {
  const why = `/mend widget (commands/mend-widget.md) is out of service: ${FAULT}`
  expect(await typed('/mend widget --rehearse')).toContain(why)
  expect(await typed('/countersign show mend widget')).toContain(why)
  expect(await typed('/countersign list')).toContain(why)
})

test('the others serve', async () => {
  expect((await client.type('dana', WORDS)).run).toBe('R-1')
})

test('it serves as soon as it is mended, and a run goes on whose own document has turned bad', async () => {
  writeFileSync(document(), SECOND.replace('PRINT @servr', 'CHECKPOINT'))
  await until('it serves', async () => (await typed('/countersign list')).includes('"/mend widget"'))
  const failover = join(installation.dir, 'commands', 'failover-persistent-chat.md')
  const good = readFileSync(failover, 'utf8')
  writeFileSync(failover, good.replace('one-way: true', 'one-way: maybe'))
  await until('it is out of service', async () => (await typed(WORDS)).includes('`one-way` must be true or false'))
  expect((await client.type('dana', '/countersign status R-1')).note.tone).not.toBe('refused')
  writeFileSync(failover, good)
  await until('it serves again', async () => (await client.type('dana', WORDS)).run !== undefined)
})
