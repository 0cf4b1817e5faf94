/** From the last person's click on Approve until the statement reaches the server; beside it, a bare handler's click. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { Estate } from '../test/estate/estate.ts'
import type { LoggedStatement } from '../test/estate/statement-log.ts'
import type { ConsoleClient } from '../test/practice/console-client.ts'
import { buttonsOf, type Button, type Shown } from '../test/practice/players.ts'
import type { BenchHouse } from './installation.ts'
import { placeOf } from './place.ts'

export interface Clicks {
  /** Milliseconds, one for each click. */
  ours: number[]
  bare: number[]
}

const JOB = 'LSRestore_sqla1.contoso.com\\RTC_mgc'
const STATEMENT = 'sp_update_job'

/** One of each in turn, so that both meet the same machine; the first pair only warms up. The job ends as it was. */
export async function measureClicks(installation: BenchHouse, most: number, withinMs: number): Promise<Clicks> {
  const handler = spawn(process.execPath, [join(import.meta.dirname, 'bare-handler.ts'), JSON.stringify(placeOf(installation.estate))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [address] = (await once(createInterface({ input: handler.stdout }), 'line')) as [string]
    const clicks: Clicks = { ours: [], bare: [] }
    const until = Date.now() + withinMs
    for (let turn = 0; turn <= most && Date.now() < until; turn++) {
      const ours = await clickOurs(installation, 0)
      const bare = await clickBare(installation.estate, address, 1)
      if (turn === 0) continue
      clicks.ours.push(ours)
      clicks.bare.push(bare)
    }
    return clicks
  } finally {
    handler.kill()
    await once(handler, 'exit')
  }
}

async function clickOurs({ client, estate }: BenchHouse, enabled: number): Promise<number> {
  const asked = await client.type('dana', `/bench toggle-job server=SEC job=${JOB} enabled=${enabled}`)
  const { run } = asked
  if (run === undefined) throw new Error(`no run began: ${asked.note.title}`)
  const approve = await untilFound(() => approveButton(client, run))
  await client.press('amir', approve)
  const from = estate.log.all.length
  const clicked = Date.now()
  await client.press('carol', approve)
  const took = (await statementAfter(estate, from)) - clicked
  await untilFound(async () => (await client.get<Shown>(`/api/runs/${run}`)).shown.over || undefined)
  return took
}

async function clickBare(estate: Estate, address: string, enabled: number): Promise<number> {
  const from = estate.log.all.length
  const clicked = Date.now()
  const response = await fetch(`${address}/approve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ job: JOB, enabled }),
  })
  if (!response.ok) throw new Error(`the bare handler answered ${response.status}: ${await response.text()}`)
  return (await statementAfter(estate, from)) - clicked
}

/** When the statement with the effect was begun, by the server's own log. */
async function statementAfter(estate: Estate, from: number): Promise<number> {
  const isIt = ({ kind, text }: LoggedStatement): boolean => kind === 'rpc' && text.includes(STATEMENT)
  return Date.parse((await untilFound(() => Promise.resolve(estate.log.all.slice(from).find(isIt)))).start)
}

async function approveButton(client: ConsoleClient, run: string): Promise<Button | undefined> {
  const { shown } = await client.get<Shown>(`/api/runs/${run}`)
  return buttonsOf(shown.card).find(({ act }) => act === 'approve')
}

async function untilFound<T>(look: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 30_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error('what the benchmark waits for did not come in 30 s')
    await pause(10)
  }
}
