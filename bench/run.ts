/**
 * `npm run bench`: ratios measured side by side in one run, in a table with goals and verdicts; `-- --json` for programs;
 * `-- --slack` for the burst of commands alone, `-- --shell` for the PowerShell blocks, `-- --look` for looks at a SQL Server,
 * `-- --items` for what an item of a list costs, `-- --check` for the CPU of `countersign check`, `-- --steps` for runs of five steps, and `--beside dbos` with that for DBOS beside them (docs in `beside-dbos.ts`). Whatever the number is, it is
 * printed; it fails only where a command was lost, doubled or not acknowledged in time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfiguration } from '../src/config.ts'
import type { Configuration } from '../src/config/schema.ts'
import { startEstate } from '../test/estate/estate.ts'
import { WORDS } from '../test/practice/players.ts'
import { writeConfiguration, type PracticeConfiguration } from '../test/practice/write-configuration.ts'
import { measureClicks } from './approve-click.ts'
import { measureCheck } from './check-documents.ts'
import { measureRun } from './failover-run.ts'
import { measureFiveSteps } from './five-steps.ts'
import { measureItems } from './items.ts'
import { measureScript } from './failover-script.ts'
import { openBenchHouse } from './installation.ts'
import { measureLook } from './look.ts'
import {
  checkLines,
  clickLines,
  failoverLines,
  fiveStepLines,
  itemLines,
  lookLine,
  memoryLines,
  shellLines,
  slackLines,
  tableOf,
  type Line,
} from './report.ts'
import { residentMemory } from './resident-memory.ts'
import { measureShell } from './shell-start.ts'
import { measureSlack } from './slack.ts'

const CLICKS = 30
const CLICKS_WITHIN_MS = 50_000
const ROWS_OF_LOOKS = 10
const DOCUMENTS_CHECKED = 60

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    clicks: { type: 'string', default: String(CLICKS) },
    commands: { type: 'string', default: '500' },
    slack: { type: 'boolean', default: false },
    shell: { type: 'boolean', default: false },
    look: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    items: { type: 'boolean', default: false },
    steps: { type: 'boolean', default: false },
    beside: { type: 'string' },
  },
})
let whole = true
const dir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
try {
  const lines = await asked()
  const load = loadavg()[0]?.toFixed(1)
  process.stdout.write(values.json ? `${JSON.stringify({ load, lines })}\n` : `${tableOf(lines)}Load of the machine at the end: ${load}.\n`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
process.exit(whole ? 0 : 1)

async function asked(): Promise<Line[]> {
  if (values.slack) return slackAtOnce()
  if (values.shell) return shellAlone()
  if (values.check) return check()
  if (values.items || values.steps) return manySteps()
  return values.look ? [await look()] : measure()
}

async function measure(): Promise<Line[]> {
  const installation = await openBenchHouse(join(dir, 'house'))
  try {
    say('clicks')
    const clicks = await measureClicks(installation, Number(values.clicks), CLICKS_WITHIN_MS)
    say('the failover as a run')
    const run = await measureRun(installation)
    const memory = residentMemory(installation)
    say('the failover as a script')
    const script = await scriptOnFreshEstate()
    say('a PowerShell block')
    const shell = await shellTimes(configurationOf(installation.practice))
    return [
      ...clickLines(clicks),
      ...failoverLines(run, script),
      ...shell,
      await look(),
      ...check(),
      ...memoryLines(memory),
      ...(await manySteps()),
      ...(await slackAtOnce()),
    ]
  } finally {
    await installation.close()
  }
}

/** In a house of its own: nothing that was measured before lies in its store. */
async function manySteps(): Promise<Line[]> {
  const house = await openBenchHouse(join(dir, 'many'))
  try {
    say('items of a list')
    const items = values.steps ? [] : itemLines(await measureItems(house))
    say('runs of five steps')
    return values.items ? items : [...items, ...fiveStepLines(await measureFiveSteps(house, besides()))]
  } finally {
    await house.close()
  }
}

/** Where the PostgreSQL of `--beside dbos` is. */
function besides(): string | undefined {
  if (values.beside === undefined) return undefined
  const database = process.env['DBOS_SYSTEM_DATABASE_URL']
  if (values.beside === 'dbos' && database !== undefined) return database
  throw new Error(
    '--beside knows dbos, and that needs DBOS_SYSTEM_DATABASE_URL: the connection string of a PostgreSQL database that it may use.',
  )
}

async function shellAlone(): Promise<Line[]> {
  const estate = await startEstate({ dir: join(dir, 'shell/estate') })
  try {
    return await shellTimes(configurationOf(await writeConfiguration(estate, { dir: join(dir, 'shell') })))
  } finally {
    await estate.close()
  }
}

async function look(): Promise<Line> {
  say('looks')
  const estate = await startEstate({ dir: join(dir, 'look/estate') })
  try {
    return lookLine(await measureLook(configurationOf(await writeConfiguration(estate, { dir: join(dir, 'look') })), ROWS_OF_LOOKS))
  } finally {
    await estate.close()
  }
}

function check(): Line[] {
  say('the check of documents')
  return checkLines(measureCheck(join(dir, 'check'), DOCUMENTS_CHECKED))
}

async function shellTimes(configuration: Configuration): Promise<Line[]> {
  const quick = await measureShell(configuration, { colds: 3, warms: 10, importMs: 0 })
  // The stand-in knows no other module than its own.
  if (quick.shared.length === 0) return shellLines('', quick)
  const slow = await measureShell(configuration, { colds: 2, warms: 5, importMs: 2_000 })
  return [...shellLines('', quick), ...shellLines(', with a module of 2 s', slow)]
}

async function slackAtOnce(): Promise<Line[]> {
  say('commands at once')
  const measured = await measureSlack(Number(values.commands))
  whole &&= measured.whole
  return slackLines(measured.bursts)
}

async function scriptOnFreshEstate(): ReturnType<typeof measureScript> {
  const estate = await startEstate({ dir: join(dir, 'fresh/estate') })
  try {
    const practice = await writeConfiguration(estate, { dir: join(dir, 'fresh') })
    const answers = Object.fromEntries([...WORDS.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
    return await measureScript(configurationOf(practice), answers)
  } finally {
    await estate.close()
  }
}

/** As a worker would read it, with the secrets in this process's environment. */
function configurationOf({ file, environment }: PracticeConfiguration) {
  Object.assign(process.env, environment)
  const loaded = loadConfiguration(file)
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults))
  return loaded.configuration
}

function say(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`measuring ${what} …\n`)
}
