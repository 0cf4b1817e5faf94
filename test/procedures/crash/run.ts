/**
 * `npm run crash-table`: the worker dies at each point of each step of each procedure, one of the estate's, and another one goes on.
 * `-- DOCUMENT…` for some of them, `--sentences` for what people are told. Prints the table; exit code 1 when a promise was broken.
 */
import { parseArgs } from 'node:util'
import { judged } from '../judged.ts'
import { openStage } from '../stage.ts'
import { SCENARIOS } from './scenarios.ts'
import { CRASH_STAGE, crashTable, type Row, type Table } from './table.ts'

const { values, positionals } = parseArgs({
  options: { sentences: { type: 'boolean', default: false }, jobs: { type: 'string', default: '2' } },
  allowPositionals: true,
})
const queue = SCENARIOS.filter(({ document }) => positionals.length === 0 || positionals.includes(document))
if (queue.length === 0) throw new Error(`no procedure that acts is called ${positionals.join(', ')}`)

const tables: Table[] = []
await Promise.all(Array.from({ length: Number(values.jobs) }, work))

const rows = tables.flatMap((table) => table.rows)
const spared = [...new Set(tables.map(({ document }) => document))].flatMap(sparedIn)
for (const block of spared) process.stdout.write(`broken: nobody died in ${block}\n`)
const broken = [...tables.flatMap((table) => table.broken), ...spared]
const count = (which: (row: Row) => boolean): number => rows.filter(which).length
process.stdout.write(
  `${rows.length} deaths at ${new Set(rows.map(({ document, place }) => `${document} ${place}`)).size} places of ${new Set(tables.map(({ rows: [row] }) => row?.document.split(' ')[0])).size} procedures: ` +
    `${count(({ went }) => went === 'done')} found done, ${count(({ went }) => went === 'again')} begun again by themselves, ` +
    `${count(({ went }) => went.startsWith('people'))} left to people; ${broken.length} promises broken.\n`,
)
process.exit(broken.length > 0 ? 1 : 0)

async function work(): Promise<void> {
  await using stage = await openStage(CRASH_STAGE)
  for (let scenario = queue.shift(); scenario; scenario = queue.shift()) {
    const table = await crashTable(stage, scenario)
    tables.push(table)
    for (const row of table.rows) process.stdout.write(`${line(row)}\n`)
    for (const why of table.broken) process.stdout.write(`broken: ${why}\n`)
  }
}

/** What acts in a document, and was at work at no death. */
function sparedIn(document: string): string[] {
  const struck = new Set(tables.filter((table) => table.document === document).flatMap((table) => [...table.struck]))
  const acting = judged(document).procedure.steps.flatMap(({ id, blocks }) =>
    blocks.flatMap(({ role }) => (role === 'run' ? [id] : role === 'undo' ? [`${id} undo`] : [])),
  )
  return acting.filter((each) => !struck.has(each)).map((each) => `${document}: ${each}`)
}

function line({ document, step, place, when, went, sentence, effects, usual, end, log }: Row): string {
  const cells = [
    document.padEnd(34),
    `${place} ${step}`.slice(0, 56).padEnd(56),
    when.padEnd(8),
    went.padEnd(36),
    `${effects} of ${usual}`,
    end,
    log,
  ]
  return `${cells.join('  ')}${values.sentences && sentence !== '' ? `\n      ${sentence}` : ''}`
}
