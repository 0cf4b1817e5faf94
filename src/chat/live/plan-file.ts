import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { SaidView } from '../../words/said-view.ts'
import { readable } from '../readable.ts'

type Gate = NonNullable<SaidView['gate']>

/** Everything that is decided at a gate, as a text file: what the card had to cut is whole here. */
export function planFile(view: SaidView, gate: Gate): { name: string; text: string; comment: string } {
  const short = shortFingerprint(gate.fingerprint)
  const { planFile: says } = view.words.live
  const text = [
    says.head({ run: view.run, gate: gate.number, title: view.title }),
    gate.title,
    says.fingerprint(gate.fingerprint),
    ...(gate.reason === undefined ? [] : [says.reason(gate.reason)]),
    ...(view.attention === undefined ? [] : [view.attention.sentence]),
    '',
    ...gate.lines.map((line) => says.line(line)),
    gate.missing,
    ...gate.barred.map(({ because }) => view.words.card.gate.barred(because)),
    '',
    ...gate.values.map(({ name, value }) => `${name} = ${value}`),
    '',
    ...gate.statements.flatMap((statement) => [says.statement(statement), statement.text, '']),
    ...view.steps.map((step) => says.step(step)),
  ].join('\n')
  return {
    name: `${view.run}-gate-${gate.number}-${short}.txt`,
    text: readable(text),
    comment: says.comment({ gate: gate.number, print: short, statements: gate.statements.length }),
  }
}
