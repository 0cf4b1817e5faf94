import { told } from '../worker/worker.ts'
import { counted } from '../../../text/counted.ts'
import { msBetween, sayInstant, spoken } from '../../../text/instant.ts'
import type { GateViewKind } from '../../../run/view/status.ts'
import type { OpenedStep } from '../../../run/view/view.ts'
import type { CardWords } from '../../card-words.ts'
import { either } from '../parts.ts'
import { onlyWhen } from '../condition.ts'
import { sentence, tellsWhom } from '../notice.ts'
import { opens, stepsOf, wayBack } from './opens.ts'

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

function times(each: OpenedStep['each']): string {
  if (each === undefined) return ''
  const often = each.items === undefined ? '' : `${counted(each.items, 'time', 'times')}, `
  return ` · ${often}once for each of ${each.list}`
}
