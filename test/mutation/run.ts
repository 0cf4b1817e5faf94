/** `npm run mutate [-- FILE …]`: changes the pure rooms of src in thousands of small ways, and says which of them no test notices. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
/** The checks that keep what must never be seen from being seen, by file; one line for each sentence of test/run/nevers/monitor.ts. */
const GUARDS: [file: string, code: string][] = [
  ['src/run/decide.ts', 'if (state.endedAt !== undefined)'],
  ['src/run/attempt/claim.ts', 'if (attempt.claim !== undefined)'],
  ['src/run/gate/approve.ts', 'if (missingLines(gate.lines, people).length > 0)'],
  ['src/run/gate/approve.ts', 'if (command.fingerprint !== gate.fingerprint)'],
  ['src/run/step/advance.ts', 'if (unknown !== undefined)'],
]

const wanted = process.argv.slice(2)
const program = mutated(wanted)
const guards = guardsIn(program)
const began = performance.now()
const whole = await tried(program, program.mutants, testsOf(program), 1500)
sayTable(program.mutants, whole, performance.now() - began)
const nevers = guards.length === 0 || sayNevers(program.mutants, await tried(program, guards, [NEVERS], 20_000))
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
    (file) => kindOfTest(join(ROOT, file)) === 'pure' && [...code.keys()].some((path) => imports(join(ROOT, file), path)),
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

async function tried({ code }: Program, mutants: readonly Mutant[], files: readonly string[], commands: number): Promise<Report> {
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
      provide: { mutation: { root: ROOT, report, mutants: mutants.toSorted(byKind), files: [...files], commands } },
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
