/**
 * `npm run mutate [-- [--processes N] [--tests PART] FILE …]`: changes the pure rooms of src in thousands of small ways, and says which of them no test notices.
 * `--tests`: only those whose path holds this part are asked, which is quick and kills fewer. A run that was ended goes on where it stood as long as what it
 * changes is the same; what no test had killed is tried anew.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { imports, kindOfTest } from '../suite/kind-of-test.ts'
import { findMutants } from './find-mutants.ts'
import type { Mutant } from './find-mutants.ts'
import type { Report } from './mutate.ts'
import { byKind, sayNevers, sayTable } from './say-table.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const ROOMS = ['run', 'procedure', 'policy', 'yaml', 'text', 'lint', 'audit']
/** Rooms whose tests wait for nothing, so that every mutant can meet all that reach it. Those of the audit ask at length what those of a run ask once: they judge their own room. */
const TESTS = ['text', 'policy', 'procedure', 'run', 'lint', 'words', 'chat']
const NEVERS = 'test/run/nevers.test.ts'
const GOAL = 0.93
/** Each process measures every test before its first mutant: it must have enough to do. */
const MUTANTS_PER_PROCESS = 50
/** The checks that keep what must never be seen from being seen, by file; one line for each sentence of test/run/nevers/monitor.ts. */
const GUARDS: [file: string, code: string][] = [
  ['src/run/decide.ts', 'if (state.endedAt !== undefined)'],
  ['src/run/attempt/claim.ts', 'if (attempt.claim !== undefined)'],
  ['src/run/gate/approve.ts', 'if (missingLines(gate.lines, people).length > 0)'],
  ['src/run/gate/approve.ts', 'if (command.fingerprint !== gate.fingerprint)'],
  ['src/run/step/advance.ts', 'if (unknown !== undefined)'],
]

const { values: options, positionals: wanted } = parseArgs({
  options: { processes: { type: 'string' }, tests: { type: 'string', default: '' } },
  allowPositionals: true,
})
const program = mutated(wanted)
const kills = killsOf(program)
const guards = guardsIn(program)
const began = performance.now()
const whole = await tried(program, program.mutants, testsOf(program), 1500)
sayTable(program.mutants, whole, performance.now() - began)
const nevers = guards.length === 0 || sayNevers(program.mutants, await triedInOne(program, guards, [NEVERS], 20_000))
const share = Object.keys(whole.killed).length / program.mutants.length
process.exitCode = share >= GOAL && nevers && whole.broken.length === 0 ? 0 : 1

interface Program {
  code: Map<string, string>
  mutants: Mutant[]
}

/** The mutated text of every file, by path. Nothing on disk is changed. */
function mutated(only: readonly string[]): Program {
  const code = new Map<string, string>()
  const mutants: Mutant[] = []
  for (const file of globSync(`src/{${ROOMS.join(',')}}/**/*.ts`, { cwd: ROOT }).toSorted()) {
    if (only.length > 0 && !only.some((part) => file.includes(part))) continue
    const found = findMutants(file, readFileSync(join(ROOT, file), 'utf8'), mutants.length + 1)
    code.set(join(ROOT, file), found.code)
    mutants.push(...found.mutants)
  }
  return { code, mutants }
}

/** The pure tests that load a changed file. */
function testsOf({ code }: Program): string[] {
  const isAudit = [...code.keys()].every((path) => path.startsWith(join(ROOT, 'src/audit')))
  const inRooms = globSync(`test/{${(isAudit ? ['audit', 'run'] : TESTS).join(',')}}/**/*.test.ts`, {
    cwd: ROOT,
    // What only a platform has is no matter of the pure rooms.
    exclude: ['test/chat/{slack,teams}/**'],
  }).toSorted()
  return inRooms.filter(
    (file) =>
      file.includes(options.tests) &&
      kindOfTest(join(ROOT, file)) === 'pure' &&
      [...code.keys()].some((path) => imports(join(ROOT, file), path)),
  )
}

/** One that is not found was written anew: its line above must be too. */
function guardsIn({ code, mutants }: Program): Mutant[] {
  return GUARDS.filter(([file]) => code.has(join(ROOT, file))).map(([file, begins]) => {
    const guard = mutants.find((mutant) => mutant.file === file && mutant.kind.endsWith(' dropped') && mutant.code.startsWith(begins))
    if (guard === undefined) throw new Error(`${file} has no \`${begins}\`: say in test/mutation/run.ts which check does its work now.`)
    return guard
  })
}

/** Each kill of these very mutants so far. */
function killsOf({ code }: Program): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([...code]))
    .digest('hex')
  const folder = join(ROOT, '.countersign/mutation')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${hash.slice(0, 16)}.jsonl`)
}

/** Dealt out to as many processes as there are processors, so that each has some of every kind. */
async function tried(program: Program, mutants: readonly Mutant[], files: readonly string[], commands: number): Promise<Report> {
  const lines = existsSync(kills) ? readFileSync(kills, 'utf8').trim().split('\n') : []
  const killed = Object.fromEntries(lines.filter(Boolean).map((line) => JSON.parse(line) as [number, string])) as Report['killed']
  const inOrder = mutants.filter(({ id }) => !(id in killed)).toSorted(byKind)
  const processes = Math.min(Number(options.processes ?? availableParallelism()), Math.ceil(inOrder.length / MUTANTS_PER_PROCESS))
  const dealt = Array.from({ length: processes }, (_, own) => inOrder.filter((_mutant, index) => index % processes === own))
  const reports = await Promise.all(dealt.map((own) => triedInOne(program, own, files, commands)))
  return {
    tests: Math.max(0, ...reports.map(({ tests }) => tests)),
    killed: Object.assign(killed, ...reports.map((report) => report.killed)) as Report['killed'],
    survived: reports.flatMap(({ survived }) => survived),
    unreached: reports.flatMap(({ unreached }) => unreached),
    broken: [...new Set(reports.flatMap(({ broken }) => broken))],
  }
}

async function triedInOne({ code }: Program, mutants: Mutant[], files: readonly string[], commands: number): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-mutation-'))
  const report = join(folder, 'report.json')
  const vitest = await createVitest(
    'test',
    {
      root: ROOT,
      config: false,
      watch: false,
      include: ['test/mutation/mutate.ts'],
      pool: 'forks',
      maxWorkers: 1,
      reporters: ['dot'],
      // Texts that were kept from an earlier run are not those of the mutants.
      fsModuleCache: false,
      provide: { mutation: { root: ROOT, report, kills, mutants, files: [...files], commands } },
    },
    { plugins: [swap(code)] },
  )
  try {
    const { testModules } = await vitest.start()
    for (const error of testModules.flatMap((each) =>
      [...each.children.allTests('failed')].flatMap((failed) => failed.result().errors ?? []),
    )) {
      throw new Error(error.message)
    }
    return JSON.parse(readFileSync(report, 'utf8')) as Report
  } finally {
    await vitest.close()
    rmSync(folder, { recursive: true })
  }
}

/** Gives the mutated text instead of the file's, and the collecting `test` instead of vitest's. */
function swap(code: ReadonlyMap<string, string>) {
  return {
    name: 'countersign-mutation',
    enforce: 'pre' as const,
    load(id: string) {
      if (!id.startsWith(join(ROOT, 'test/')) || id.startsWith(join(ROOT, 'test/mutation/'))) return code.get(id)
      return readFileSync(id, 'utf8').replaceAll(`from 'vitest'`, `from '${join(ROOT, 'test/mutation/collect.ts')}'`)
    },
  }
}
