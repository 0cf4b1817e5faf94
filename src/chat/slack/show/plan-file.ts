import { shortFingerprint } from '../../../procedure/fingerprint.ts'
import type { SaidView } from '../../../words/said-view.ts'
import { readable } from '../../readable.ts'

type Gate = NonNullable<SaidView['gate']>

/** Everything that is decided at a gate, as a text file: what the card had to cut is whole here. */
export function planFile(view: SaidView, gate: Gate): { name: string; text: string; comment: string } {
  const short = shortFingerprint(gate.fingerprint)
  const text = [
    `${view.run}, gate ${gate.number}: ${view.title}`,
    gate.title,
    `Fingerprint ${gate.fingerprint}`,
    ...(gate.reason === undefined ? [] : [`Reason: ${gate.reason}`]),
    ...(view.attention === undefined ? [] : [view.attention.sentence]),
    '',
    ...gate.lines.map(({ from, count, by }) => `${count} of ${from.join(' or ')}${by.length > 0 ? `: ${by.join(', ')}` : ''}`),
    gate.missing,
    ...gate.barred.map(({ because }) => `${because}, and cannot approve it.`),
    '',
    ...gate.values.map(({ name, value }) => `${name} = ${value}`),
    '',
    ...gate.statements.flatMap(({ step, title, target, text: sent }) => [`-- Step ${step}: ${title}, on ${target}`, sent, '']),
    ...view.steps.map(({ number, title, state }) => `${number}. ${title} (${state})`),
  ].join('\n')
  const count = gate.statements.length
  return {
    name: `${view.run}-gate-${gate.number}-${short}.txt`,
    text: readable(text),
    comment: `The whole plan of gate ${gate.number}, ${short}: ${count} ${count === 1 ? 'statement' : 'statements'}. The card shows a part of it.`,
  }
}
