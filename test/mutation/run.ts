/** `npm run mutate [-- FILE …]`: changes src/run, src/procedure, src/policy, src/yaml, src/text and src/lint in thousands of small ways, and says which of them no test notices. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createVitest } from 'vitest/node'
import { findMutants } from './find-mutants.ts'
import type { Mutant } from './find-mutants.ts'
import type { Report } from './mutate.ts'
import { sayNevers, sayTable } from './say-table.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const GOAL = 0.9

const wanted = process.argv.slice(2)
const program = mutated(wanted)
const began = performance.now()
const whole = await tried(program, program.mutants, '')
sayTable(program.mutants, whole, performance.now() - began)
const guards = program.mutants.filter(isGuard)
const nevers = guards.length === 0 || sayNevers(program.mutants, await tried(program, guards, 'nevers'))
const share = Object.keys(whole.killed).length / program.mutants.length
process.exitCode = share >= GOAL && nevers ? 0 : 1

interface Program {
  code: Map<string, string>
  mutants: Mutant[]
}

/** The mutated text of every file, by path. Nothing on disk is changed. */
function mutated(only: readonly string[]): Program {
  const code = new Map<string, string>()
  const mutants: Mutant[] = []
  for (const room of ['src/run', 'src/procedure', 'src/policy', 'src/yaml', 'src/text', 'src/lint']) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).toSorted()) {
      const path = join(ROOT, room, name)
      if (!name.endsWith('.ts') || (only.length > 0 && !only.some((part) => path.includes(part)))) continue
      const found = findMutants(relative(ROOT, path), readFileSync(path, 'utf8'), mutants.length + 1)
      code.set(path, found.code)
      mutants.push(...found.mutants)
    }
  }
  return { code, mutants }
}

/** The checks that keep what must never be seen from being seen. */
function isGuard({ file, code, kind }: Mutant): boolean {
  if (kind !== 'refusal dropped' && kind !== 'branch dropped') return false
  return (
    (file === 'src/run/decide.ts' && code.startsWith('if (hasEnded(')) ||
    (file === 'src/run/attempt/claim.ts' && code.startsWith('if (attempt.claim !== undefined)')) ||
    (file === 'src/run/gate/approve.ts' && code.startsWith('if (stillMissing('))
  )
}

async function tried({ code }: Program, mutants: readonly Mutant[], only: string): Promise<Report> {
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
      provide: { mutation: { root: ROOT, report, ids: mutants.map(({ id }) => id), only, commands: only === '' ? 1500 : 20_000 } },
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
      if (!/\/test\/(?:run|procedure|lint)\/.*\.ts$/.test(id)) return code.get(id)
      return readFileSync(id, 'utf8').replaceAll(`from 'vitest'`, `from '${join(ROOT, 'test/mutation/collect.ts')}'`)
    },
  }
}
