/** What one block costs: in a runspace of its own, in one that is shared with all others, and in a PowerShell that has to be started for it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type { Configuration } from '../src/config/schema.ts'
import { workerTargets } from '../src/cli/worker/worker-targets.ts'
import { findShell } from '../src/worker/powershell/find-shell.ts'
import type { ShellTarget } from '../src/worker/options.ts'
import { maskOf } from '../src/worker/mask.ts'
import { openShells } from '../src/worker/powershell/shells.ts'
import { percentile } from './percentile.ts'

/** Milliseconds of one block each. */
export interface ShellTimes {
  name: string
  /** From the start of the process to the end of its first block. */
  cold: number[]
  /** In a runspace of its own, with a pause before it: the next one is ready. */
  clean: number[]
  /** The same, one right after the other. */
  cleanAtOnce: number[]
  /** In one runspace for all; empty where no PowerShell is. */
  shared: number[]
}

/** `importMs`: how long the module that every runspace needs takes to be imported. */
export async function measureShell(
  configuration: Configuration,
  { colds, warms, importMs }: { colds: number; warms: number; importMs: number },
): Promise<ShellTimes> {
  const found = workerTargets(configuration, 'dc2')['management']
  if (found?.kind !== 'powershell') throw new Error('the practice house has no management endpoint')
  const dir = mkdtempSync(join(tmpdir(), 'countersign-bench-module-'))
  const module = join(dir, 'Slow.psm1')
  writeFileSync(module, `Start-Sleep -Milliseconds ${importMs}\nfunction Get-CsSlow { 'slow' }\n`)
  const target = importMs === 0 ? found : { ...found, modules: [module] }
  try {
    const times: ShellTimes = { name: '', cold: [], clean: [], cleanAtOnce: [], shared: await measureShared(target, warms) }
    for (let cold = 0; cold < colds; cold++) await measureOwn(target, { times, warms, pauseMs: 500 + 3 * importMs })
    return times
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const BLOCK = "@{ Done = $true; Detail = 'here' }"

async function measureOwn(
  target: ShellTarget,
  { times, warms, pauseMs }: { times: ShellTimes; warms: number; pauseMs: number },
): Promise<void> {
  const shells = openShells(maskOf([]))
  const shell = shells.of(target, 'look')
  if ('refusal' in shell) throw new Error(shell.refusal.code)
  const run = async (): Promise<number> => {
    const started = performance.now()
    const outcome = await shell.runBlock({ purpose: 'look', text: BLOCK, values: {}, firstLine: 1, timeoutMs: 60_000 })
    if (outcome.type !== 'completed') throw new Error(`a block that says nothing ended as ${outcome.type}: ${JSON.stringify(outcome)}`)
    return performance.now() - started
  }
  try {
    times.cold.push(await run())
    for (let warm = 0; warm < warms; warm++) {
      await setTimeout(pauseMs)
      times.clean.push(await run())
    }
    for (let warm = 0; warm < warms; warm++) times.cleanAtOnce.push(await run())
    const identity = await shell.identify()
    if ('version' in identity) times.name = identity.standIn ? 'the stand-in' : `PowerShell ${identity.version}`
  } finally {
    await shells.close()
  }
}

async function measureShared(target: ShellTarget, warms: number): Promise<number[]> {
  const environment = Object.fromEntries(
    Object.entries(target.environment).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )
  const script = join(import.meta.dirname, 'shared-runspace.ps1')
  const found = findShell({ name: target.name, modules: [], environment }, script, process.platform)
  if ('code' in found) return []
  const child = spawn(found.program, ['-NoProfile', '-NonInteractive', '-File', script], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  const times: number[] = []
  for (let warm = 0; warm <= warms; warm++) {
    const started = performance.now()
    child.stdin.write(`${BLOCK}\n`)
    await lines.next()
    // The first one compiles what the others find.
    if (warm > 0) times.push(performance.now() - started)
  }
  child.stdin.end()
  await once(child, 'exit')
  return times
}

export function middle(values: readonly number[]): number {
  return percentile(values, 0.5)
}
