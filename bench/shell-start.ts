/** What one block costs in a warm PowerShell, and in one that has to be started for it. */
import type { Configuration } from '../src/config-schema.ts'
import { workerTargets } from '../src/cli/worker-targets.ts'
import { openShells } from '../src/worker/shells.ts'
import { percentile } from './percentile.ts'

export interface ShellTimes {
  name: string
  coldMs: number[]
  warmMs: number[]
}

const BLOCK = "[pscustomobject]@{ Done = $true; Detail = 'here' }"

export async function measureShell(configuration: Configuration, colds: number, warms: number): Promise<ShellTimes> {
  const target = workerTargets(configuration, 'dc2')['management']
  if (target?.kind !== 'powershell') throw new Error('the practice house has no management endpoint')
  const times: ShellTimes = { name: '', coldMs: [], warmMs: [] }
  for (let cold = 0; cold < colds; cold++) {
    const shells = openShells()
    const shell = shells.of(target)
    if ('refusal' in shell) throw new Error(shell.refusal.sentence)
    const run = async (): Promise<number> => {
      const started = performance.now()
      const outcome = await shell.runBlock({ text: BLOCK, values: {}, firstLine: 1, timeoutMs: 60_000 })
      if (outcome.type !== 'completed') throw new Error(`a block that says nothing ended as ${outcome.type}`)
      return performance.now() - started
    }
    try {
      times.coldMs.push(await run())
      for (let warm = 0; warm < warms; warm++) times.warmMs.push(await run())
      const identity = await shell.identify()
      if ('version' in identity) times.name = identity.standIn ? 'the stand-in' : `PowerShell ${identity.version}`
    } finally {
      await shells.close()
    }
  }
  return times
}

export function middle(values: readonly number[]): number {
  return percentile(values, 0.5)
}
