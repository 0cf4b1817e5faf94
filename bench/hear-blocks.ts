/** Preloaded into a worker: writes each block and each pause that it tells of into a file, a line each, so that looks count which no log holds. */
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'

const file = process.env['COUNTERSIGN_BENCH_HEARD']
if (file === undefined) throw new Error('COUNTERSIGN_BENCH_HEARD names no file')
for (const channel of ['countersign:block', 'countersign:pause'])
  subscribe(channel, (message) => appendFileSync(file, `${JSON.stringify({ channel, message })}\n`))
