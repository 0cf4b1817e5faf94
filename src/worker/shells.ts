/** One warm PowerShell for each target that needs one. */
import type { Refusal } from '../run/refusal.ts'
import type { ShellValue } from './block-outcome.ts'
import type { ShellTarget } from './options.ts'
import type { PowerShellTarget } from './powershell-target.ts'
import { openPowerShell, type PowerShell } from './powershell.ts'

export interface Shells {
  /** The target's PowerShell, or which of its secrets is missing. */
  of(target: ShellTarget): PowerShell | { refusal: Refusal }
  /** Starts the target's PowerShell ahead of its first block: at most once for each target, so that a log-in that fails is not repeated unasked. */
  warm(target: ShellTarget): void
  close(): Promise<void>
}

export function openShells(): Shells {
  const open = new Map<string, PowerShell>()
  const of: Shells['of'] = (target) => {
    const warm = open.get(target.name)
    if (warm) return warm
    const resolved = withSecrets(target)
    if ('refusal' in resolved) return resolved
    const shell = openPowerShell(resolved)
    open.set(target.name, shell)
    return shell
  }
  return {
    of,
    warm: (target) => {
      if (open.has(target.name)) return
      const shell = of(target)
      // What is wrong with it is said when a block needs it.
      if (!('refusal' in shell)) void shell.identify()
    },
    close: async () => {
      await Promise.all([...open.values()].map((shell) => shell.close()))
      open.clear()
    },
  }
}

function withSecrets(target: ShellTarget): PowerShellTarget | { refusal: Refusal } {
  const { kind: _kind, host, machineName, practice, environment, initialise, user, password, ...plain } = target
  const resolved: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (typeof value === 'string') resolved[name] = value
    else if ('secret' in value) resolved[name] = value.secret
    else return { refusal: { code: 'credentials-missing', sentence: value.fault } }
  }
  if (initialise === undefined) {
    const runsOn = practice === true ? {} : { runsOn: { host, ...(machineName === undefined ? {} : { machineName }) } }
    return { ...plain, ...runsOn, environment: resolved }
  }
  if (password && 'fault' in password) return { refusal: { code: 'credentials-missing', sentence: password.fault } }
  const values: Record<string, ShellValue> = {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: password.secret }),
    ...(user === undefined || password === undefined ? {} : { credential: { user, password: password.secret } }),
  }
  return { ...plain, environment: resolved, initialise: { text: initialise, values } }
}
