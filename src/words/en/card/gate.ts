import { told } from '../worker/worker.ts'
import { counted } from '../../../text/counted.ts'
import { msBetween, sayInstant, spoken } from '../../../text/instant.ts'
import type { GateViewKind } from '../../../run/view/status.ts'
import type { OpenedStep } from '../../../run/view/view.ts'
import type { CardWords, Opened } from '../../card-words.ts'
import { either } from '../parts.ts'
import { onlyWhen } from '../condition.ts'
import { sentence, tellsWhom } from '../notice.ts'

export const gate: CardWords['gate'] = {
  heading: ({ number, kind, title }) => `${kind === 'step' || kind === 'undo' ? '' : 'DEVIATION · '}Gate ${number}: ${ASKS[kind]}${title}`,
  reason: 'Reason',
  opens,
  noWayBack: ({ step, title }) => `NO WAY BACK after step ${step}${title === undefined ? '' : `: ${title}`}.`,
  notSaid: 'The document does not say what cannot be undone.',
  lacksSecret: ({ worker, why, more }) => {
    const rest = more === 0 ? '' : ` ${counted(more, 'more is', 'more are')} missing: see the thread.`
    return `Worker ${worker} lacks a secret: ${told(why)}${rest}`
  },
  noReader: (targets) => `No reader on ${targets.join(', ')}: looks are sent there with the log-in that may also write.`,
  place: ({ from, count, by }) => `${count} of ${either(from)}${by.length === 0 ? '' : `: ${by.join(', ')}`}`,
  until: ({ openedAt, expiresAt }) => `Until ${sayInstant(expiresAt)}, ${spoken(msBetween(openedAt, expiresAt))} after it opened.`,
  compare: ({ print, gate: number }) => `Compare ${print} with gate ${number} in the thread.`,
  plan: 'The plan',
  barred: (because) => `${because}, and cannot approve it.`,
  step: ({ step, title }) => `Step ${step} · ${title}`,
  document: ({ file, command }) => `The whole document, as people read it: ${file}, or /countersign show ${command.replace(/^\//, '')}`,
  wayBack,
  onlyWhen,
  tells: (tells) => `Then it ${tellsWhom(tells)}: ${sentence(tells)}`,
  statement: ({ step, title, target, database, each, undo }) =>
    `Step ${step} · ${undo ? 'undo of ' : ''}${title} · on ${target}${database === undefined ? '' : `, database ${database}`}${times(each)}`,
  wholeFingerprint: 'Fingerprint of the plan, in full',
  approve: {
    label: 'Approve…',
    means: ({ gate: number, run, opens: opened }) => `You approve gate ${number} of ${run}, and exactly this plan. ${opened}`,
    go: (print) => `Approve ${print}`,
  },
  noneOneWay: (steps) => `The document marks nothing of ${stepsOf(steps)} as one-way.`,
  reject: {
    label: 'Reject…',
    means: ({ gate: number, run }) => `You reject gate ${number} of ${run}. One rejection closes it; it cannot be taken back.`,
    why: 'Why do you reject it?',
    go: (print) => `Reject ${print}`,
  },
  approvedAlready: (number) => `You have approved gate ${number}, and count once. You may still reject it.`,
  cannotApprove: ({ gate: number, because, mayReject }) => {
    const why = 'groups' in because ? `you are not in ${either(because.groups)}` : because.barred
    const way = `${mayReject ? 'You may reject it; to' : 'To'} have it approved, reach those who are still needed.`
    return `You cannot approve gate ${number}: ${why}. ${way}`
  },
}

const ASKS: Record<GateViewKind, string> = {
  step: '',
  undo: 'undo of ',
  'undo-to': 'undo what was done before ',
  retry: 'retry of ',
  skip: 'leave out ',
  'mark-done': 'count as done ',
  abort: 'abort at ',
}

/** What an approval of a gate lets go ahead: which steps, up to where, and how many blocks that is. */
function opens(of: Opened): string {
  switch (of.kind) {
    case 'step':
      return of.rehearsal ? `Rehearsal: nothing is changed. In the real run this ${range(of, 'opens')}` : `Opens ${range(of)}`
    case 'undo':
      return `Undoes ${stepsOf(of.opens.steps)}, and nothing else: ${amount(of.opens.steps)}. Its check must say then that the effect is gone.`
    case 'undo-to':
      return `What was done is then undone back to step ${of.opens.from}, the last step first. Each has a gate of its own: this approval sends nothing.`
    case 'retry':
      return retry(of)
    case 'skip':
      return 'The run then goes on without this step: a deviation from the document.'
    case 'mark-done':
      return 'The run then goes on as if this step were done: a deviation from the document.'
    case 'abort':
      return 'The run then ends here, half done.'
  }
}

function wayBack(steps: readonly OpenedStep[]): string {
  const acting = steps.filter(({ blocks: count, byHand, oneWay }) => !oneWay && (count > 0 || byHand))
  const [can, cannot] = [acting.filter(({ canBeUndone }) => canBeUndone), acting.filter(({ canBeUndone }) => !canBeUndone)]
  if (can.length === 0) return acting.length === 0 ? '' : 'The document undoes nothing of it.'
  return `The document can undo ${numbersOf(can)}${cannot.length === 0 ? '' : `, and not ${numbersOf(cannot)}`}.`
}

/** `step 5`, `steps 2, 3 and 5` */
function numbersOf(steps: readonly OpenedStep[]): string {
  const numbers = steps.map(({ step }) => step)
  return numbers.length === 1 ? `step ${numbers[0]}` : `steps ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}

/** `step 5`, `steps 2 to 4` */
function stepsOf(steps: readonly OpenedStep[]): string {
  const first = steps[0]?.step ?? 0
  const last = steps.at(-1)?.step ?? first
  return first === last ? `step ${first}` : `steps ${first} to ${last}`
}

function retry(of: Opened): string {
  const { from, until, steps } = of.opens
  if (steps.length === 0)
    return `Begins again from step ${from}. Another gate is asked before anything is sent: this approval sends nothing.`
  const good = until === undefined ? '' : ` The approvals that let them go ahead are good until ${sayInstant(until)}.`
  const sent = of.rehearsal ? 'Rehearsal: nothing is changed.' : `${range(of, 'Opens')} What a check finds done is not done again.${good}`
  return `Begins again from step ${from}. ${sent}`
}

/** `step 5, up to the gate before step 6: 1 block on SEC.` */
function range({ opens: { steps, nextGate } }: Opened, verb = ''): string {
  const upTo = nextGate === undefined ? 'to the end' : `up to the gate before step ${nextGate}`
  return `${verb === '' ? '' : `${verb} `}${stepsOf(steps)}, ${upTo}: ${amount(steps)}.`
}

/** `10 blocks on SEC and sec-host (8 of them for logs), and 1 block for each of files, which step 4 counts` */
function amount(opened: readonly OpenedStep[]): string {
  const steps = opened.filter(({ passedOver }) => passedOver === undefined)
  const known = steps.reduce((sum, { blocks: count, each }) => sum + count * (each === undefined ? 1 : (each.items ?? 0)), 0)
  const open = steps.filter(({ blocks: count, each }) => count > 0 && each !== undefined && each.items === undefined)
  const targets = [...new Set(steps.flatMap((step) => (open.includes(step) ? [] : step.targets)))]
  const ofLists = steps.flatMap(({ blocks: count, each }) =>
    each?.items === undefined ? [] : [`${count * each.items} of them for ${each.list}`],
  )
  const listed = ofLists.length === 0 || steps.length === 1 ? '' : ` (${ofLists.join(', ')})`
  const sent = known > 0 ? [`${blocks(known)} on ${targets.join(' and ')}${listed}`] : []
  const later = open.map((step) => `${blocks(step.blocks)} for each of ${step.each?.list}, which step ${step.step} counts`)
  const byHand = steps.filter((step) => step.byHand).map(({ step }) => `step ${step} is done by hand`)
  const told = steps.flatMap(({ step, tells }) => (tells === undefined ? [] : [`step ${step} ${tellsWhom(tells)} what the document says`]))
  const left = opened.flatMap(({ step, when, passedOver }) =>
    when === undefined ? [] : [`step ${step} ${passedOver ? 'is' : 'may be'} passed over`],
  )
  const parts = [...sent, ...later, ...byHand, ...told, ...left]
  return parts.length === 0 ? 'nothing is sent by itself' : parts.join(', and ')
}

function blocks(count: number): string {
  return counted(count, 'block', 'blocks')
}

function times(each: OpenedStep['each']): string {
  if (each === undefined) return ''
  const often = each.items === undefined ? '' : `${counted(each.items, 'time', 'times')}, `
  return ` · ${often}once for each of ${each.list}`
}
