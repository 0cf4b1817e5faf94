/** `countersign plan`: the resolved plan and its fingerprint; nothing is started. */
import { fingerprintPlan, shortFingerprint } from '../procedure/fingerprint.ts'
import { questionsOf } from '../procedure/procedure.ts'
import type { Plan, PlannedStep, Target } from '../procedure/plan-types.ts'
import { targetsOf } from '../procedure/planned-item.ts'
import { looksWithoutReader } from '../procedure/without-reader.ts'
import { loadInstallation } from './installation/load-installation.ts'
import { planOf } from './installation/plan-of.ts'
import { readArguments } from './read-arguments.ts'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('plan', args)
  const plan = planOf(loadInstallation(values.config), positionals, values.rehearse)
  const fingerprint = fingerprintPlan(plan)
  process.stdout.write(values.json ? `${JSON.stringify({ fingerprint, plan })}\n` : describe(plan, fingerprint))
  return 0
}

function describe(plan: Plan, fingerprint: string): string {
  const lines = [
    `${plan.procedure.title}${plan.rehearsal ? ' (rehearsal)' : ''}`,
    `fingerprint ${shortFingerprint(fingerprint)}  ${fingerprint}`,
    `lock ${plan.lock}`,
    '',
  ]
  for (const [name, value] of Object.entries(plan.values))
    lines.push(`  ${name} = ${Array.isArray(value) ? value.join(', ') : String(value)}`)
  lines.push('', ...Object.values(plan.targets).map((target) => `  ${target.name}: ${describeTarget(target, looksWithoutReader(plan))}`))
  for (const step of plan.steps) {
    const marks = [
      step.gate === undefined ? '' : `gate ${step.gate}`,
      step.oneWay ? 'no way back' : '',
      step.confirm ? 'by hand' : '',
      step.each ? `for each ${step.each.item} of ${step.each.of}` : '',
    ]
    lines.push('', `${step.number}. ${step.title}${marks.some(Boolean) ? ` [${marks.filter(Boolean).join(', ')}]` : ''}`)
    if (step.notify !== undefined) lines.push(`   tells ${step.notify.to}: ${step.notify.say}`)
    lines.push(...describeSection(step))
    for (const [index, substep] of (step.substeps ?? []).entries())
      lines.push(`   ${step.number}.${index + 1} ${substep.title}`, ...describeSection(substep))
  }
  return `${lines.join('\n')}\n`
}

function describeSection(section: Pick<PlannedStep, 'confirm' | 'blocks'>): string[] {
  return [
    ...questionsOf(section).flatMap(({ name, ask, choices }) => [
      `   ${ask}${name === undefined ? '' : ` (the answer is called ${name})`}`,
      `   buttons: ${choices.join(', ')}; each of them goes on to the next step, and the log keeps which it was`,
    ]),
    ...section.blocks.flatMap((block) => [
      `   ${block.role} on ${targetsOf(block).join(', ')} (${block.database === undefined ? block.language : `${block.language}, database ${block.database}`}), bound: ${block.uses.join(', ') || 'nothing'}`,
      ...block.text.split('\n').map((line) => `     ${line}`),
    ]),
  ]
}

function describeTarget(target: Target, readerless: readonly string[]): string {
  if (target.kind === 'powershell') return `PowerShell, ${target.host}`
  const place = `SQL Server, ${target.host}${target.instance === '' ? '' : `\\${target.instance}`}`
  if (target.reader !== undefined) return `${place}, looks as ${target.reader}`
  return readerless.includes(target.name) ? `${place}, NO READER: looks are sent with the log-in that may also write` : place
}
