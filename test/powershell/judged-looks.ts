/** What the host says of blocks that look, before any of them runs. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { METHODS } from '../../src/lint/powershell/methods.ts'
import type { Readers } from '../../src/lint/readers.ts'

export interface AskedLook {
  text: string
  /** Names of the values that it is sent with. */
  bound: readonly string[]
}

/** Why the host refuses each, in the order asked; empty where it runs it. One process judges all. */
export function judgedByHost(pwsh: string, readers: Readers, looks: readonly AskedLook[]): string[][] {
  const parts = join(import.meta.dirname, '../../src/worker/powershell/host')
  const args = ['-NoProfile', '-NonInteractive', '-File', join(import.meta.dirname, 'judge-looks.ps1'), '-Parts', parts]
  const { stdout, stderr } = spawnSync(pwsh, args, {
    input: JSON.stringify({ readers, methods: METHODS, looks }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (stderr !== '') throw new Error(stderr)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[])
}
