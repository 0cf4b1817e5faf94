import { shortFingerprint } from '../../procedure/fingerprint.ts'
import type { RunView } from '../../run/view.ts'
import { sayInstant } from '../words.ts'
import type { Button, CardGate } from './card.ts'
import { reasonInput } from './reason.ts'

type Gate = NonNullable<RunView['gate']>

const ASKS: Record<Gate['kind'], string> = {
  step: '',
  retry: 'retry of ',
  skip: 'leave out ',
  'mark-done': 'count as done ',
  abort: 'abort at ',
}

/** What an approver must see before they put their name to it. */
export function drawGate(view: RunView, gate: Gate): CardGate {
  const warnings = warningsOf(view, gate)
  return {
    heading: `Gate ${gate.number}: ${ASKS[gate.kind]}${gate.title}`,
    ...(gate.reason === undefined ? {} : { reason: gate.reason }),
    warnings,
    rows: [...noReader(gate), ...gate.values],
    places: gate.lines.map(({ from, count, by }) => ({
      text: `${count} of ${from.join(' or ')}${by.length > 0 ? `: ${by.join(', ')}` : ''}`,
      met: by.length >= count,
    })),
    missing: gate.missing,
    expires: `Expires at ${sayInstant(gate.expiresAt)}`,
    barred: gate.barred.map(({ because }) => `${because}, and cannot approve it.`),
    statements: gate.statements.map(({ step, title, target, database = 'master', language, text }) => ({
      heading: `Step ${step} · ${title} · on ${target}${database === 'master' ? '' : `, database ${database}`}`,
      language,
      text,
    })),
    fingerprint: gate.fingerprint,
    buttons: [approve(view, gate, warnings), reject(view, gate)],
  }
}

/** Whoever approves shall know that only the document keeps these looks from writing. */
function noReader({ withoutReader: names = [] }: Gate): CardGate['rows'] {
  return names.length === 0
    ? []
    : [{ name: 'No reader', value: `looks on ${names.join(', ')} are sent with the log-in that may also write` }]
}

/** One-way steps that open with this gate, said loudly. */
function warningsOf(view: RunView, gate: Gate): string[] {
  const reached = new Set(gate.statements.map(({ step }) => step))
  const oneWay = view.steps.filter(({ number, oneWay: noReturn }) => noReturn && reached.has(number))
  const named = oneWay.map(({ number, title }) => `NO WAY BACK after step ${number}: ${title}.`)
  return named.length === 0 && gate.oneWay ? [`NO WAY BACK: ${gate.title}.`] : named
}

function approve(view: RunView, gate: Gate, warnings: string[]): Button {
  const short = shortFingerprint(gate.fingerprint)
  return {
    label: 'Approve…',
    style: 'positive',
    data: { v: 1, act: 'approve', run: view.run, gate: gate.number, fingerprint: gate.fingerprint },
    panel: {
      lines: [
        `You approve gate ${gate.number} of ${view.run}, and exactly this plan. ${whatFollows(gate)}`,
        ...(warnings.length === 0 && gate.statements.length > 0 ? ['The document marks none of it as one-way.'] : []),
      ],
      warnings,
      fingerprint: gate.fingerprint,
      inputs: [],
      go: `Approve ${short}`,
    },
  }
}

function whatFollows(gate: Gate): string {
  const { length } = gate.statements
  switch (gate.kind) {
    case 'step':
    case 'retry':
      return `${length === 0 ? 'Nothing is sent by itself' : length === 1 ? 'One block is sent' : `${length} blocks are sent`} once everybody needed has approved.`
    case 'skip':
      return 'The run then goes on without this step: a deviation from the document.'
    case 'mark-done':
      return 'The run then goes on as if this step were done: a deviation from the document.'
    case 'abort':
      return 'The run then ends here, half done.'
  }
}

function reject(view: RunView, gate: Gate): Button {
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
