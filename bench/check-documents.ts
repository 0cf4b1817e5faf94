/** What `countersign check` costs: its own CPU and that of its start with one document, each in a process of its own. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { middle } from './shell-start.ts'

const ROOT = join(import.meta.dirname, '..')
const RULES = 'rules.md'
const TIMES = 5

/** CPU in ms of user and system, the middle of five; `kilobytes` of the documents. */
export interface CheckCost {
  documents: number
  kilobytes: number
  cpuMs: number
  aloneMs: number
}

/** The documents of `commands/`, and copies of them under commands of their own until there are `documents`. */
export function measureCheck(dir: string, documents: number): CheckCost {
  const names = readdirSync(join(ROOT, 'commands')).filter((name) => name !== RULES)
  const texts = Array.from({ length: documents }, (_, index): [string, string] => {
    const name = names[index % names.length] ?? ''
    const text = readFileSync(join(ROOT, 'commands', name), 'utf8')
    const copy = Math.floor(index / names.length)
    return copy === 0 ? [name, text] : [name.replace('.md', `-${copy}.md`), text.replace(/^command: .+$/m, `$&-${copy}`)]
  })
  const many = houseOf(join(dir, 'many'), texts)
  const one = houseOf(join(dir, 'one'), texts.slice(0, 1))
  // The first of each fills the cache of compiled files.
  const [cpuMs = 0, aloneMs = 0] = [many, one].map((house) => middle(Array.from({ length: TIMES + 1 }, () => cpuOf(house)).slice(1)))
  return { documents, kilobytes: texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0) / 1000, cpuMs, aloneMs }
}

function houseOf(dir: string, texts: readonly [string, string][]): string {
  mkdirSync(join(dir, 'commands'), { recursive: true })
  cpSync(join(ROOT, 'approvals'), join(dir, 'approvals'), { recursive: true })
  for (const file of ['countersign.yaml', `commands/${RULES}`]) cpSync(join(ROOT, file), join(dir, file))
  for (const [name, text] of texts) writeFileSync(join(dir, 'commands', name), text)
  return dir
}

/** The child says itself what it took: the parent's numbers would hold its other children. */
function cpuOf(house: string): number {
  const tell = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();console.error('cpu',(user+system)/1000)})`
  const { status, stderr } = spawnSync(process.execPath, [`--import=${tell}`, join(ROOT, 'src/cli.ts'), 'check'], {
    cwd: house,
    encoding: 'utf8',
  })
  const cpu = /^cpu ([\d.]+)$/m.exec(stderr)?.[1]
  if (status !== 0 || cpu === undefined) throw new Error(`countersign check in ${house} ended with ${status}: ${stderr}`)
  return Number(cpu)
}
