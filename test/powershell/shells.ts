import { join } from 'node:path'
import { describe } from 'vitest'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { USUAL_READERS } from '../../src/lint/usual-readers.ts'
import { openPowerShell } from '../../src/worker/powershell/powershell.ts'
import type { PowerShell, PowerShellBlock } from '../../src/worker/powershell/powershell.ts'
import type { BlockOutcome } from '../../src/worker/powershell/outcome.ts'
import type { PowerShellTarget, ShellLimits } from '../../src/worker/powershell/target.ts'
import { maskOf } from '../../src/worker/mask.ts'
import { PATIENCE_MS } from '../suite/patience.ts'
import { inEnglish, toldSaid, type InEnglish } from '../worker/said.ts'

const STAND_IN = [process.execPath, join(import.meta.dirname, '../estate/powershell/stand-in.ts')]
const MODULE = join(import.meta.dirname, '../estate/powershell/CountersignPractice.psm1')

export interface Estate {
  url: string
  token: string
}

export interface ShellKind {
  name: string
  standIn: boolean
  target(estate?: Estate, endpoint?: string): PowerShellTarget
}

const REAL: ShellKind = { name: 'PowerShell', standIn: false, target: (estate, endpoint) => target(estate, endpoint, {}) }
const STOOD_IN: ShellKind = {
  name: 'the stand-in',
  standIn: true,
  // No PATH: no PowerShell is found, and the stand-in is what is left.
  target: (estate, endpoint) => ({ ...target(estate, endpoint, { PATH: '' }), standIn: STAND_IN }),
}

function target(estate: Estate | undefined, endpoint = 'management', more: Record<string, string>): PowerShellTarget {
  const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...more }
  if (estate === undefined) return { name: endpoint, modules: [], readers: USUAL_READERS, environment }
  const address = { COUNTERSIGN_ESTATE_URL: estate.url, COUNTERSIGN_ESTATE_TOKEN: estate.token, COUNTERSIGN_ESTATE_ENDPOINT: endpoint }
  return { name: endpoint, modules: [MODULE], readers: USUAL_READERS, environment: { ...environment, ...address } }
}

export function standInTarget(): PowerShellTarget {
  return STOOD_IN.target()
}

/** The same rules for both; a machine without PowerShell says so in the name of what it skips. */
export function inBothShells(rules: (kind: ShellKind) => void): void {
  describe('in the stand-in', () => rules(STOOD_IN))
  inPowerShell(() => rules(REAL))
}

/** Rules that only a PowerShell can keep. */
export function inPowerShell(rules: (kind: ShellKind) => void): void {
  const found = findShell(REAL.target(), 'host.ps1', process.platform)
  const missing = 'code' in found ? ` (skipped: ${toldSaid(found.why)})` : ''
  describe.skipIf(missing !== '')(`in PowerShell${missing}`, () => rules(REAL))
}

/** A block that can be stopped has the time of a busy machine to do so. */
const PATIENT = { startMs: PATIENCE_MS, graceMs: 60_000, memoryBytes: 1024 ** 3 }
/** For a block that cannot be stopped. */
export const SHORT_GRACE = { graceMs: 1_000 }

/** `run` acts where nothing else is said; what the worker says of a block is said in English. */
export interface WorkerContext {
  run(text: string, block?: Partial<PowerShellBlock>): Promise<InEnglish<BlockOutcome>>
  shell: PowerShell
}

export function openBench(target: PowerShellTarget, limits: Partial<ShellLimits> = {}, secrets: string[] = []): WorkerContext {
  const shell = openPowerShell(target, maskOf(secrets), { ...PATIENT, ...limits })
  const usual = { purpose: 'act' as const, values: {}, firstLine: 1, timeoutMs: 60_000 }
  return { shell, run: async (text, block) => inEnglish(await shell.runBlock({ ...usual, text, ...block })) }
}

/** The parts of an outcome that do not change from run to run. */
export function told(outcome: InEnglish<BlockOutcome>): Record<string, unknown> {
  const { type, objects, errors } = outcome
  return errors.length === 0 ? { type, objects } : { type, objects, errors }
}
