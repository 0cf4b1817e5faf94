/** What was measured, as lines of a table. */
import type { Clicks } from './approve-click.ts'
import type { CheckCost } from './check-documents.ts'
import type { FiveSteps } from './five-steps.ts'
import type { ItemCost } from './items.ts'
import type { Burst } from './slack.ts'
import type { MachineTime } from './failover-run.ts'
import { sumOf } from './counters.ts'
import type { LookTimes } from './look.ts'
import { percentile } from './percentile.ts'
import type { Memory } from './resident-memory.ts'
import { middle, type ShellTimes } from './shell-start.ts'

export interface Line {
  what: string
  ours: string
  beside: string
  ratio?: number
  /** The ratio must not be above it. */
  goal?: number
  /** The ratio must not be below it. */
  least?: number
  verdict: 'reached' | 'missed' | 'no goal'
}

export function clickLines({ ours, bare }: Clicks): Line[] {
  return [0.5, 0.95].map((share) =>
    compared(
      `approve click to statement, p${share * 100} of ${ours.length}, against a bare handler`,
      [percentile(ours, share), percentile(bare, share)],
      milliseconds,
      2,
    ),
  )
}

export function failoverLines(ours: MachineTime, script: MachineTime): Line[] {
  const between = (time: MachineTime): number => time.machineMs - time.blocksMs - time.pausesMs
  return [
    compared('machine time of the failover, against one script', [ours.machineMs, script.machineMs], seconds, 1.2),
    compared(`  of it inside ${ours.blocks} blocks (script: ${script.blocks})`, [ours.blocksMs, script.blocksMs], seconds),
    compared('  of it in pauses between looks', [ours.pausesMs, script.pausesMs], seconds),
    atMost(`  of it between blocks, without pauses (script: ${seconds(between(script))})`, between(ours), 3_000, seconds),
  ]
}

export function itemLines({ items, engineCalls, cpuMs, tookMs }: ItemCost): Line[] {
  const { bot, engine, worker } = cpuMs
  return [
    atMost(`an item of a list, mean of ${items}: calls of the engine`, engineCalls, 6, (value) => value.toFixed(1)),
    atMost('  CPU of bot, engine and worker', sumOf(cpuMs), 110, milliseconds),
    plain('  of it bot, engine, worker', [bot, engine, worker].map((value) => value.toFixed(0)).join(', ')),
    plain('  time', milliseconds(tookMs)),
  ]
}

/** Of DBOS, at least a quarter of its rate. */
export function fiveStepLines({ ours, dbos }: FiveSteps): Line[] {
  return ours.flatMap(({ count, rate, p50Ms, cpuMs = 0 }, index) => {
    const beside = dbos[index]
    const what = `five steps with two gates, ${count} at once: runs a second`
    return [
      beside === undefined ? plain(what, perSecond(rate)) : atLeast(`${what}, against DBOS`, [rate, beside.rate], perSecond, 0.25),
      beside === undefined ? plain('  p50', milliseconds(p50Ms)) : compared('  p50', [p50Ms, beside.p50Ms], milliseconds),
      plain('  CPU for each', milliseconds(cpuMs)),
    ]
  })
}

export function shellLines(what: string, { name, cold, clean, cleanAtOnce, shared }: ShellTimes): Line[] {
  return [
    compared(`a block in a clean runspace${what}, against a cold start (${name})`, [middle(clean), middle(cold)], milliseconds, 0.1),
    compared('  right after another one', [middle(cleanAtOnce), middle(cold)], milliseconds),
    ...(shared.length === 0
      ? []
      : [compared('  in one runspace for all, against a cold start', [middle(shared), middle(cold)], milliseconds)]),
  ]
}

export function lookLine({ cleanMs, keptMs }: LookTimes): Line {
  return compared(
    `a look by the reader on a clean session, p50 of ${cleanMs.length}, against one on a kept session`,
    [middle(cleanMs), middle(keptMs)],
    milliseconds,
    1.2,
  )
}

export function checkLines({ documents, kilobytes, cpuMs, aloneMs }: CheckCost): Line[] {
  return [
    atMost(`CPU of \`countersign check\`, ${documents} documents of ${kilobytes.toFixed(0)} kB`, cpuMs, 1_000, milliseconds),
    compared('  against the check of one of them', [cpuMs, aloneMs], milliseconds),
  ]
}

export function memoryLines({ bot, engine, worker, powershell, hosts }: Memory): Line[] {
  const parts: [string, number][] = [
    ['bot', bot],
    ['engine', engine],
    ['worker', worker],
    [`${hosts} PowerShell hosts`, powershell],
  ]
  const whole = parts.reduce((sum, [, megabytes]) => sum + megabytes, 0)
  return [['resident memory of the whole', whole] as const, ...parts.map(([part, size]) => [`  ${part}`, size] as const)].map(
    ([what, size]) => ({ what, ours: `${size.toFixed(0)} MB`, beside: '', verdict: 'no goal' }),
  )
}

/** Slack gives three seconds. */
export function slackLines(bursts: readonly Burst[]): Line[] {
  return bursts.flatMap(({ what, count, p50Ms, p99Ms, longestMs, beside, late, unanswered, runs }) => [
    compared(
      `Slack, ${count} ${what} at once: p99 of the acknowledgement, against a bare app of Bolt`,
      [p99Ms, beside.p99Ms],
      milliseconds,
      1.5,
    ),
    compared('  the longest, against 3 s', [longestMs, 3000], milliseconds, 1),
    compared('  the middle one, against the bare app', [p50Ms, beside.p50Ms], milliseconds),
    none('  acknowledged after more than 3 s', late),
    none('  not acknowledged', unanswered),
    ...(runs
      ? [
          none('  lost: no run with a card', runs.lost),
          none('  doubled: more than one card', runs.doubled),
          none('  people not told what came of it', count - runs.told),
          plain('  until all of it was done', seconds(runs.tookMs)),
        ]
      : []),
  ])
}

function atMost(what: string, ours: number, goal: number, say: (value: number) => string): Line {
  return { what, ours: say(ours), beside: `≤ ${say(goal)}`, verdict: ours <= goal ? 'reached' : 'missed' }
}

function atLeast(what: string, [ours, beside]: [number, number], say: (value: number) => string, goal: number): Line {
  const ratio = ours / beside
  return { what, ours: say(ours), beside: say(beside), ratio, least: goal, verdict: ratio >= goal ? 'reached' : 'missed' }
}

/** There must be none of these. */
function none(what: string, count: number): Line {
  return { what, ours: String(count), beside: '0', verdict: count === 0 ? 'reached' : 'missed' }
}

function plain(what: string, ours: string): Line {
  return { what, ours, beside: '', verdict: 'no goal' }
}

/** One line of text for each, under a heading. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['measured', 'ours', 'beside it', 'ratio', 'goal', 'verdict'],
    ...lines.map(({ what, ours, beside, ratio, goal, least, verdict }) => [
      what,
      ours,
      beside,
      ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
      goal === undefined ? (least === undefined ? '' : `≥ ${least}×`) : `≤ ${goal}×`,
      verdict === 'no goal' ? '' : verdict,
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const text = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  )
  return `${text.map((line) => line.trimEnd()).join('\n')}\n`
}

function compared(what: string, [ours, beside]: [number, number], say: (value: number) => string, goal?: number): Line {
  const ratio = ours / beside
  const line = { what, ours: say(ours), beside: say(beside), ratio }
  if (goal === undefined) return { ...line, verdict: 'no goal' }
  return { ...line, goal, verdict: ratio <= goal ? 'reached' : 'missed' }
}

const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`
const perSecond = (value: number): string => `${value.toFixed(1)}/s`
const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`
