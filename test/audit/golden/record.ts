/**
 * Writes the golden logs of today's rules, with new keys of which only the public halves are kept: `npm run golden`.
 * Logs that a release has written are never written again: what it decided stands in them.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { logText } from '../../../src/audit/export.ts'
import { RULES_VERSION } from '../../../src/audit/rules.ts'
import { KEYS, recorded } from '../recorded-log.ts'
import { randomRoad } from './random-road.ts'
import { ROADS } from './roads.ts'

const SEEDS = [3, 7, 11, 23]

const folder = join(import.meta.dirname, `rules-${RULES_VERSION}`)
if (existsSync(folder) && !process.argv.includes('--anew'))
  throw new Error(`${folder} is there already. While no release has these rules: npm run golden -- --anew.`)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
writeFileSync(join(folder, 'keys.json'), `${JSON.stringify(KEYS, null, 2)}\n`)
const roads = { ...ROADS, ...Object.fromEntries(SEEDS.map((seed) => [`random-${seed}`, randomRoad(seed)])) }
for (const [name, acts] of Object.entries(roads)) {
  try {
    writeFileSync(join(folder, `${name}.jsonl`), recorded(acts).lines.map(logText).join(''))
  } catch (error) {
    throw new Error(`The road ${name}`, { cause: error })
  }
}
process.stdout.write(`${Object.keys(roads).length} logs are in ${folder}.\n`)
