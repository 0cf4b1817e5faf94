/** `countersign plan`: the resolved plan and its fingerprint; nothing is started. */
import { fingerprintPlan, shortFingerprint } from '../procedure/fingerprint.ts'
import { questionsOf } from '../procedure/procedure.ts'
import type { Plan, PlannedStep } from '../procedure/plan-types.ts'
import { targetsOf } from '../procedure/planned-item.ts'
import { looksWithoutReader } from '../procedure/without-reader.ts'
import { gateRows } from '../chat/ask/gate-rows.ts'
import { en } from '../words/en.ts'
import { loadInstallation } from './installation/load-installation.ts'
import { planOf } from './installation/plan-of.ts'
import { readArguments } from './read-arguments.ts'

const { show } = en.notes

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('plan', args)
  const plan = planOf(loadInstallation(values.config), positionals, values.rehearse)
  const fingerprint = fingerprintPlan(plan)
  process.stdout.write(values.json ? `${JSON.stringify({ fingerprint, plan })}\n` : describe(plan, fingerprint))
  return 0
}

function describe(plan: Plan, fingerprint: string): string {
  const { recoveryTimeMs } = plan.procedure
  const readerless = looksWithoutReader(plan)
  const lines = [
    `${plan.procedure.title}${plan.rehearsal ? ' (rehearsal)' : ''}`,
    `fingerprint ${shortFingerprint(fingerprint)}  ${fingerprint}`,
    `command ${plan.procedure.command}`,
    ...gateRows(en, plan, plan.policies).map(({ name, value }) => `${name.toLowerCase()} ${value}`),
    `lock ${plan.lock}`,
    ...(recoveryTimeMs === undefined ? [] : [`objective ${en.duration(recoveryTimeMs)}`]),
    '',
  ]
  for (const [name, value] of Object.entries(plan.values))
    lines.push(`  ${name} = ${Array.isArray(value) ? value.join(', ') : String(value)}`)
  lines.push(
    '',
    ...Object.values(plan.targets).map((target) => `  ${target.name}: ${en.notes.plan.target(target, readerless.includes(target.name))}`),
  )
  for (const step of plan.steps) {
    lines.push('', show.step(step), ...describeSection(step, show.aboutStep(step)))
    for (const [index, substep] of (step.substeps ?? []).entries()) {
      const heading = show.substep({ number: index + 1, of: step.number, title: substep.title })
      lines.push(`   ${heading}`, ...describeSection(substep, show.aboutSection(substep)))
    }
  }
  return `${lines.join('\n')}\n`
}

function describeSection(section: Pick<PlannedStep, 'confirm' | 'blocks'>, about: readonly string[]): string[] {
  return [
    ...about.map((sentence) => `   ${sentence}`),
    ...questionsOf(section).flatMap(({ name, ask, choices }) => [
      `   ${ask}${name === undefined ? '' : ` (the answer is called ${name})`}`,
      `   buttons: ${choices.join(', ')}; each of them goes on to the next step, and the log keeps which it was`,
    ]),
    ...section.blocks.flatMap((block) => [
      `   ${show.block({ ...block, on: targetsOf(block).join(', ') })}; bound: ${block.uses.join(', ') || 'nothing'}`,
      ...block.text.split('\n').map((line) => `     ${line}`),
    ]),
  ]
}
