import type { Mutant, MutantKind } from './find-mutants.ts'
import type { Report } from './mutate.ts'

const KINDS: MutantKind[] = [
  'refusal dropped',
  'branch dropped',
  'condition negated',
  'and / or swapped',
  'comparison moved',
  'statement dropped',
  'off by one',
]

/** Kinds with how many were killed, refusals first; then every survivor at its line. */
export function sayTable(mutants: readonly Mutant[], report: Report, ms: number): void {
  const isKilled = ({ id }: Mutant): boolean => id in report.killed
  console.log(`\n${mutants.length} mutants, ${report.tests} tests, ${Math.round(ms / 1000)} s\n`)
  for (const room of ['src/run/', 'src/procedure/', 'src/policy/', 'src/yaml/', 'src/text/', 'src/lint/', 'src/audit/', 'src/']) {
    const inRoom = mutants.filter(({ file }) => file.startsWith(room))
    if (inRoom.length === 0) continue
    console.log(room === 'src/' ? 'together' : room)
    for (const kind of KINDS)
      line(
        kind,
        inRoom.filter((mutant) => mutant.kind === kind),
        isKilled,
      )
    line('all', inRoom, isKilled)
    console.log('')
  }
  const alive = mutants.filter((mutant) => !isKilled(mutant)).toSorted(byKind)
  for (const mutant of alive) console.log(`${placeOf(mutant)}${report.unreached.includes(mutant.id) ? ' (no test comes here)' : ''}`)
  for (const fault of report.broken) console.log(`\n${fault}`)
}

export function placeOf({ file, line: at, kind, code }: Mutant): string {
  return `${file}:${at}: ${kind}: ${code}`
}

/** Refusals first. */
export function byKind(a: Mutant, b: Mutant): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)
}

function line(kind: string, mutants: readonly Mutant[], isKilled: (mutant: Mutant) => boolean): void {
  if (mutants.length === 0) return
  const killed = mutants.filter(isKilled).length
  const share = ((100 * killed) / mutants.length).toFixed(1)
  console.log(`  ${kind.padEnd(20)} ${String(killed).padStart(5)} of ${String(mutants.length).padStart(5)} killed  ${share.padStart(5)} %`)
}

/** Whether the property test alone sees what is missing when a guard is gone. */
export function sayNevers(mutants: readonly Mutant[], report: Report): boolean {
  const tried = [...Object.keys(report.killed).map(Number), ...report.survived, ...report.unreached]
  console.log('\nThe property test alone, without these checks:')
  for (const id of tried) {
    const mutant = mutants[id - 1]
    console.log(`  ${id in report.killed ? 'seen to fail' : 'NOT SEEN    '}  ${mutant?.file}:${mutant?.line}: ${mutant?.code}`)
  }
  return tried.every((id) => id in report.killed)
}
