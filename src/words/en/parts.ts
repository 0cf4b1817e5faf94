/** Parts of English sentences. */
import type { ApprovalLine } from '../../policy/policy.ts'
import type { DeviationKind } from '../../run/command.ts'
import type { NoWayBack } from '../../run/facts/reasons.ts'
import type { AttemptTurn } from '../../run/order.ts'
import type { Barring } from '../../run/event.ts'

/** `dba or uc-leads` */
export function either(groups: readonly string[]): string {
  return groups.join(' or ')
}

/** `1 of dba or uc-leads, 2 of operators` */
export function places(lines: readonly ApprovalLine[], between = ', '): string {
  return lines.map(({ count, from }) => `${count} of ${either(from)}`).join(between)
}

/** `retry`, `mark done`: what is asked for. */
export function toDo(kind: DeviationKind): string {
  return kind === 'mark-done' ? 'mark done' : kind
}

/** `step 4, item 2, sub-step 3, attempt 1` */
export function attempt({ step, item, substep, number }: AttemptTurn): string {
  const turn = [...(item === 0 ? [] : [`item ${item}`]), ...(substep === undefined ? [] : [`sub-step ${substep}`])]
  return [`step ${step}`, ...turn, `attempt ${number}`].join(', ')
}

/** The log of a run has no room. */
export function logFull({ run, kb, mostKb }: { run: string; kb: number; mostKb: number }): string {
  return `because the log of ${run} has ${kb} KB and a run has ${mostKb} KB at most.`
}

/** Why what a step did cannot be undone. */
export const NO_WAY_BACK: Record<NoWayBack, string> = {
  'one-way': 'there is no way back from it',
  'no-undo': 'the document does not say how it is undone',
  'other-list': 'its list holds others now than those that were done',
  unlisted: 'it was marked done as a whole before its list was found, so that nobody knows what there is to undo',
}

/** What is not as it was approved any more. */
export const CHANGED = {
  configuration: 'the configuration changed',
  captures: 'what an earlier step found is not what was approved',
}

/** Why somebody must not approve. */
export function barring(because: Barring): string {
  switch (because.why) {
    case 'asked':
      return `${because.name} asked for this run`
    case 'answered':
      return `${because.name} answered questions of this plan`
    case 'asked-deviation':
      return `${because.name} asked for this ${because.kind}`
    case 'same-account':
      return `${because.name} asked for this run through the same account (${because.account})`
    case 'joined':
      return `${barring(because.gone)} and is gone from people.yaml since, while ${because.name} is new there`
  }
}

/** `Slack`: as a platform calls itself. */
export function platformName(platform: string): string {
  return Object.hasOwn(PLATFORMS, platform) ? (PLATFORMS[platform] ?? platform) : platform
}

const PLATFORMS: Record<string, string> = { slack: 'Slack', teams: 'Teams', console: 'the console' }
