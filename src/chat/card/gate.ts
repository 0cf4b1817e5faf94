import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { SaidView } from '../../words/said-view.ts'
import { paragraphs, stressed } from '../plain-prose.ts'
import { sayUntil } from '../words.ts'
import type { Button, CardGate } from './card.ts'
import { reasonInput } from './reason.ts'
import { sayOpens, sendsNothing, stepsOf } from './say-opens.ts'
import { counted } from '../../text/counted.ts'

type Gate = NonNullable<SaidView['gate']>

const ASKS: Record<Gate['kind'], string> = {
  step: '',
  retry: 'retry of ',
  skip: 'leave out ',
  'mark-done': 'count as done ',
  abort: 'abort at ',
}

/** What an approver must see before they put their name to it, the decision first. */
export function drawGate(view: SaidView, gate: Gate): CardGate {
  const warnings = warningsOf(gate)
  return {
    number: gate.number,
    heading: `${gate.kind === 'step' ? '' : 'DEVIATION · '}Gate ${gate.number}: ${ASKS[gate.kind]}${gate.title}`,
    deviation: gate.kind !== 'step',
    opens: sayOpens(gate, view.rehearsal),
    ...(gate.reason === undefined ? {} : { reason: gate.reason }),
    warnings,
    cautions: [...lacking(gate), ...noReader(gate)],
    places: placesOf(gate),
    missing: gate.missing,
    until: sayUntil(gate),
    compare: `Compare ${shortFingerprint(gate.fingerprint)} with gate ${gate.number} in the thread.`,
    barred: gate.barred.map(({ because }) => `${because}, and cannot approve it.`),
    rows: gate.values,
    prose: gate.opens.steps.map(({ step, title, prose }) => ({ heading: `Step ${step} · ${title}`, text: paragraphs(prose).join('\n') })),
    document: `The whole document, as people read it: ${view.document}.md, or /countersign show ${view.command.replace(/^\//, '')}`,
    statements: gate.statements.map(({ step, title, target, database = 'master', language, text }) => ({
      heading: `Step ${step} · ${title} · on ${target}${database === 'master' ? '' : `, database ${database}`}${timesOf(gate, step)}`,
      language,
      text,
    })),
    fingerprint: gate.fingerprint,
    buttons: [approve(view, gate, warnings), reject(view, gate)],
  }
}

/** What is approved here and cannot run: said by reference only. */
function lacking({ missingSecrets = [] }: Gate): string[] {
  const [first] = missingSecrets
  if (first === undefined) return []
  const more = missingSecrets.length - 1
  const rest = more === 0 ? '' : ` ${counted(more, 'more is', 'more are')} missing: see the thread.`
  return [`Worker ${first.worker} lacks a secret: ${first.why}${rest}`]
}

/** Whoever approves shall know that only the document keeps these looks from writing. */
function noReader({ withoutReader: names = [] }: Gate): string[] {
  return names.length === 0 ? [] : [`No reader on ${names.join(', ')}: looks are sent there with the log-in that may also write.`]
}

/** One-way steps that open with this gate, said loudly and in the document's own words. */
function warningsOf(gate: Gate): CardGate['warnings'] {
  return gate.opens.steps
    .filter(({ oneWay }) => oneWay)
    .map(({ step, title, prose }) => ({
      heading: title === gate.title ? `NO WAY BACK after step ${step}.` : `NO WAY BACK after step ${step}: ${title}.`,
      words: stressed(prose) || 'The document does not say what cannot be undone.',
    }))
}

/** Each line of the policy that somebody has approved for; who is missing is said in one sentence. */
function placesOf(gate: Gate): CardGate['places'] {
  return gate.lines
    .filter(({ by }) => by.length > 0)
    .map(({ from, count, by }) => ({ text: `${count} of ${from.join(' or ')}: ${by.join(', ')}`, met: by.length >= count }))
}

function timesOf(gate: Gate, number: number): string {
  const each = gate.opens.steps.find(({ step }) => step === number)?.each
  if (each === undefined) return ''
  return each.items === undefined
    ? ` · once for each of ${each.list}`
    : ` · ${counted(each.items, 'time', 'times')}, once for each of ${each.list}`
}

function approve(view: SaidView, gate: Gate, warnings: CardGate['warnings']): Button {
  const short = shortFingerprint(gate.fingerprint)
  return {
    label: 'Approve…',
    style: 'positive',
    data: { v: 1, act: 'approve', run: view.run, gate: gate.number, fingerprint: gate.fingerprint },
    panel: {
      lines: [
        `You approve gate ${gate.number} of ${view.run}, and exactly this plan. ${sayOpens(gate, view.rehearsal)}`,
        ...(warnings.length === 0 && !sendsNothing(gate) ? [`The document marks nothing of ${stepsOf(gate)} as one-way.`] : []),
      ],
      warnings: warnings.map(({ heading }) => heading),
      fingerprint: gate.fingerprint,
      inputs: [],
      go: `Approve ${short}`,
    },
  }
}

function reject(view: SaidView, gate: Gate): Button {
  return {
    label: 'Reject…',
    style: 'destructive',
    data: { v: 1, act: 'reject', run: view.run, gate: gate.number, fingerprint: gate.fingerprint },
    panel: {
      lines: [`You reject gate ${gate.number} of ${view.run}. One rejection closes it; it cannot be taken back.`],
      warnings: [],
      fingerprint: gate.fingerprint,
      inputs: [reasonInput('reject', 'Why do you reject it?')],
      go: `Reject ${shortFingerprint(gate.fingerprint)}`,
    },
  }
}
