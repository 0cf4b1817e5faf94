import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { RunView } from '../../run/view.ts'
import { inert } from '../inert.ts'

type Gate = NonNullable<RunView['gate']>

/** Everything that a gate lets pass, as a text file: what the card had to cut is whole here. */
export function planFile(view: RunView, gate: Gate): { name: string; text: string; comment: string } {
  const short = shortFingerprint(gate.fingerprint)
  const statements = gate.statements.flatMap(({ step, title, target, text }) => [
    `-- Step ${step}: ${title}, on ${target}`,
    inert(text),
    '',
  ])
  const values = gate.values.map(({ name, value }) => `${name} = ${inert(value)}`)
  const text = [
    `${view.run}, gate ${gate.number}: ${view.title}`,
    `Fingerprint ${gate.fingerprint}`,
    '',
    ...values,
    '',
    ...statements,
  ].join('\n')
  return {
    name: `${view.run}-gate-${gate.number}-${short}.txt`,
    text,
    comment: `The whole plan of gate ${gate.number}, ${short}: ${gate.statements.length} statements. The card shows the beginning of it.`,
  }
}
