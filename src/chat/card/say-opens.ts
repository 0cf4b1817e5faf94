import { sayInstant } from '../../text/instant.ts'
import type { OpenedStep } from '../../run/view/view.ts'
import type { SaidView } from '../../words/said-view.ts'

type Gate = NonNullable<SaidView['gate']>

/** What an approval of this gate lets go ahead: which steps, up to where, and how many blocks that is. */
export function sayOpens(gate: Gate, rehearsal: boolean): string {
  switch (gate.kind) {
    case 'step':
      return rehearsal ? `Rehearsal: nothing is changed. In the real run this ${sayRange(gate, 'opens')}` : `Opens ${sayRange(gate)}`
    case 'retry':
      return sayRetry(gate, rehearsal)
    case 'skip':
      return 'The run then goes on without this step: a deviation from the document.'
    case 'mark-done':
      return 'The run then goes on as if this step were done: a deviation from the document.'
    case 'abort':
      return 'The run then ends here, half done.'
  }
}

/** Nothing goes ahead by this approval alone. */
export function sendsNothing({ statements }: Gate): boolean {
  return statements.length === 0
}

/** `step 5`, `steps 2 to 4` */
export function stepsOf({ opens: { steps } }: Gate): string {
  const first = steps[0]?.step ?? 0
  const last = steps.at(-1)?.step ?? first
  return first === last ? `step ${first}` : `steps ${first} to ${last}`
}

function sayRetry(gate: Gate, rehearsal: boolean): string {
  const { from, until, steps } = gate.opens
  if (steps.length === 0)
    return `Begins again from step ${from}. Another gate is asked before anything is sent: this approval sends nothing.`
  const good = until === undefined ? '' : ` The approvals that let them go ahead are good until ${sayInstant(until)}.`
  const sent = rehearsal ? 'Rehearsal: nothing is changed.' : `${sayRange(gate, 'Opens')} What a check finds done is not done again.${good}`
  return `Begins again from step ${from}. ${sent}`
}

/** `step 5, up to the gate before step 6: 1 block on SEC.` */
function sayRange(gate: Gate, verb = ''): string {
  const { nextGate } = gate.opens
  const upTo = nextGate === undefined ? 'to the end' : `up to the gate before step ${nextGate}`
  return `${verb === '' ? '' : `${verb} `}${stepsOf(gate)}, ${upTo}: ${sayAmount(gate.opens.steps)}.`
}

/** `10 blocks on SEC and sec-host (8 of them for logs), and 1 block for each of files, which step 4 counts` */
function sayAmount(steps: OpenedStep[]): string {
  const known = steps.reduce((sum, { blocks, each }) => sum + blocks * (each === undefined ? 1 : (each.items ?? 0)), 0)
  const open = steps.filter(({ blocks, each }) => blocks > 0 && each !== undefined && each.items === undefined)
  const targets = [...new Set(steps.flatMap((step) => (open.includes(step) ? [] : step.targets)))]
  const ofLists = steps.flatMap(({ blocks, each }) =>
    each?.items === undefined ? [] : [`${blocks * each.items} of them for ${each.list}`],
  )
  const listed = ofLists.length === 0 || steps.length === 1 ? '' : ` (${ofLists.join(', ')})`
  const sent = known > 0 ? [`${blocks(known)} on ${targets.join(' and ')}${listed}`] : []
  const later = open.map((step) => `${blocks(step.blocks)} for each of ${step.each?.list}, which step ${step.step} counts`)
  const byHand = steps.filter((step) => step.byHand).map(({ step }) => `step ${step} is done by hand`)
  const parts = [...sent, ...later, ...byHand]
  return parts.length === 0 ? 'nothing is sent by itself' : parts.join(', and ')
}

function blocks(count: number): string {
  return `${count} ${count === 1 ? 'block' : 'blocks'}`
}
