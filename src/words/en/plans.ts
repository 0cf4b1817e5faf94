/** What stands in the way of a plan, and how two plans differ. */
import type { PlanFault } from '../../procedure/plan-fault.ts'
import { counted } from '../../text/counted.ts'
import { inWords } from '../../text/excerpt.ts'
import type { Difference, FirstDifferences, PlanLine } from '../../procedure/plan-difference.ts'

export function planFault(fault: PlanFault): string {
  switch (fault.is) {
    case 'no-value':
      return `${fault.name} has no value yet: ${fault.ask}`
    case 'same':
      return fault.reached === undefined
        ? `${fault.name} is the same as the answer to "${fault.other}", and must be another: choose another one.`
        : `${fault.name} leads to ${fault.reached}, as the answer to "${fault.other}" does, and must lead elsewhere: choose another target.`
    case 'no-target':
      return `${fault.name} names the target ${fault.target}, which is not configured: add it, or choose another one.`
    case 'other-kind':
      return `${fault.name} names the target ${fault.target}, which is of the kind ${fault.kind}: choose one of the kind ${fault.wanted}.`
    case 'no-policy':
      return `The policy ${fault.policy} is not there: add approvals/${fault.policy}.yaml, or name another one in the document.`
    case 'sites': {
      const where = fault.sites.map(({ site, target }) => `${target} at ${site}`).join(', ')
      return `Step ${fault.step} "${fault.title}" reaches ${fault.sites.length} sites (${where}), and one worker carries out a step: choose targets of one site.`
    }
    case 'no-reader':
      return `Step ${fault.step} "${fault.title}" looks on ${fault.target} by a statement that it puts together, and ${fault.target} has no reader, whose rights alone would keep that from writing: give it one (\`reader\` under the target), or choose another target.`
    case 'long-lock':
      return `The lock ${fault.lock} has ${fault.length} characters with these values, and ${fault.most} are possible: shorten them.`
  }
}

export function planFaults(faults: readonly PlanFault[]): string {
  return faults.map(planFault).join(' ')
}

/** The first ones, and how many more there are. */
export function firstOnes({ lines, more }: FirstDifferences): string {
  return [...differences(lines), ...(more === 0 ? [] : [`… and ${counted(more, 'more line', 'more lines')}`])].join('\n')
}

/** A line each: `- ` what was approved, `+ ` what stands in its place. */
export function differences(lines: readonly Difference[]): string[] {
  return lines.map((line) => `${line.sign} ${planLine(line)}`)
}

function planLine(line: PlanLine): string {
  switch (line.of) {
    case 'field': {
      const within = [
        ...(line.step === undefined ? [] : [`step ${line.step}`]),
        ...(line.block === undefined ? [] : [`block ${line.block}`]),
      ]
      return `${[...within, ...line.path].join(', ')}: ${line.value === undefined ? 'none' : whole(line.value, line.cut)}`
    }
    case 'approver':
      return `approver ${line.id}: ${line.name}, in ${line.groups.join(', ')}`
    case 'code':
      return `step ${line.step}, ${line.role} on ${line.target}: ${whole(line.code, line.cut)}`
    case 'plan':
      return 'the plan as it was approved'
    case 'no-plan':
      return `no plan: ${planFaults(line.faults)}`
  }
}

function whole(text: string, of: number | undefined): string {
  return of === undefined ? text : inWords({ text, of })
}
