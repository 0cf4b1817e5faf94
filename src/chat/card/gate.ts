import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { SaidView } from '../../words/said-view.ts'
import { paragraphs, stressed } from '../plain-prose.ts'
import type { Button, CardGate } from './card.ts'
import { reasonInput } from './reason.ts'

type Gate = NonNullable<SaidView['gate']>

/** What an approver must see before they put their name to it, the decision first. */
export function drawGate(view: SaidView, gate: Gate): CardGate {
  const words = view.words.card.gate
  const { kind, opens, number, fingerprint } = gate
  const warnings = warningsOf(view, gate)
  return {
    number,
    heading: words.heading(gate),
    deviation: kind !== 'step' && kind !== 'undo',
    opens: [words.opens({ kind, opens, rehearsal: view.rehearsal }), kind === 'step' && !view.rehearsal ? words.wayBack(opens.steps) : '']
      .filter(Boolean)
      .join(' '),
    ...(gate.reason === undefined ? {} : { reason: gate.reason }),
    warnings,
    cautions: [...lacking(view, gate), ...noReader(view, gate)],
    places: placesOf(view, gate),
    missing: gate.missing,
    until: words.until(gate),
    compare: words.compare({ print: shortFingerprint(fingerprint), gate: number }),
    barred: gate.barred.map(({ because }) => words.barred(because)),
    rows: gate.values,
    prose: opens.steps.map((step) => ({
      heading: words.step(step),
      text: [
        ...(step.when ? [words.onlyWhen(step.when)] : []),
        ...paragraphs(step.prose),
        ...(step.tells ? [words.tells(step.tells)] : []),
      ].join('\n'),
    })),
    document: words.document({ file: `${view.document}.md`, command: view.command }),
    statements: gate.statements.map(({ database = 'master', language, text, ...at }) => {
      const each = opens.steps.find(({ step }) => step === at.step)?.each
      const heading = words.statement({ ...at, ...(database === 'master' ? {} : { database }), ...(each === undefined ? {} : { each }) })
      return { heading, language, text }
    }),
    fingerprint,
    buttons: [approve(view, gate, warnings), reject(view, gate)],
  }
}

/** What is approved here and cannot run: said by reference only. */
function lacking({ words }: SaidView, { missingSecrets = [] }: Gate): string[] {
  const [first] = missingSecrets
  return first === undefined ? [] : [words.card.gate.lacksSecret({ ...first, more: missingSecrets.length - 1 })]
}

/** Whoever approves shall know that only the document keeps these looks from writing. */
function noReader({ words }: SaidView, { withoutReader: names = [] }: Gate): string[] {
  return names.length === 0 ? [] : [words.card.gate.noReader(names)]
}

/** One-way steps that open with this gate, said loudly and in the document's own words. */
function warningsOf({ words }: SaidView, gate: Gate): CardGate['warnings'] {
  return gate.opens.steps
    .filter(({ oneWay }) => oneWay)
    .map(({ step, title, prose }) => ({
      heading: words.card.gate.noWayBack({ step, ...(title === gate.title ? {} : { title }) }),
      words: stressed(prose) || words.card.gate.notSaid,
    }))
}

/** Each line of the policy that somebody has approved for; who is missing is said in one sentence. */
function placesOf({ words }: SaidView, gate: Gate): CardGate['places'] {
  return gate.lines
    .filter(({ by }) => by.length > 0)
    .map((line) => ({ text: words.card.gate.place(line), met: line.by.length >= line.count }))
}

function approve({ run, rehearsal, words }: SaidView, gate: Gate, warnings: CardGate['warnings']): Button {
  const { number, fingerprint, kind, opens, statements } = gate
  const { approve: says, ...of } = words.card.gate
  const sendsNothing = statements.length === 0
  return {
    label: says.label,
    style: 'positive',
    data: { v: 1, act: 'approve', run, gate: number, fingerprint },
    panel: {
      lines: [
        says.means({ gate: number, run, opens: of.opens({ kind, opens, rehearsal }) }),
        ...(warnings.length === 0 && !sendsNothing && kind !== 'undo' ? [of.noneOneWay(opens.steps)] : []),
      ],
      warnings: warnings.map(({ heading }) => heading),
      fingerprint,
      inputs: [],
      go: says.go(shortFingerprint(fingerprint)),
    },
  }
}

function reject({ run, words }: SaidView, { number, fingerprint }: Gate): Button {
  const says = words.card.gate.reject
  return {
    label: says.label,
    style: 'destructive',
    data: { v: 1, act: 'reject', run, gate: number, fingerprint },
    panel: {
      lines: [says.means({ gate: number, run })],
      warnings: [],
      fingerprint,
      inputs: [reasonInput(words, 'reject', says.why)],
      go: says.go(shortFingerprint(fingerprint)),
    },
  }
}
