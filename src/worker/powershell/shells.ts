/** One warm PowerShell for each target that needs one, and a second one for looking where the target has a log-in for that. */
import type { Readers } from '../../lint/readers.ts'
import { USUAL_READERS } from '../../lint/usual-readers.ts'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { Mask } from '../mask.ts'
import type { ShellValue } from './outcome.ts'
import type { ShellTarget } from '../options.ts'
import type { PowerShellTarget } from './target.ts'
import { openPowerShell, type PowerShell } from './powershell.ts'
import type { Purpose } from '../sql/log-in.ts'

export interface Shells {
  /** The target's PowerShell, or which of its secrets is missing. */
  of(target: ShellTarget, purpose: Purpose): PowerShell | { refusal: WorkerRefusal }
  /**
   * Starts the target's PowerShell ahead of its first block: at most once for each target, so that a log-in that fails is not repeated unasked.
   * Answers, when all is started or not to be started, why it is not.
   */
  warm(target: ShellTarget): Promise<WorkerRefusal | undefined>
  close(): Promise<void>
}

/** `mask` covers secrets in what is cut before a block's result is; `readers` is what blocks that look may call. */
export function openShells(mask: Mask, readers: Readers = USUAL_READERS): Shells {
  const open = new Map<string, PowerShell>()
  const keyOf = ({ name, reader }: ShellTarget, purpose: Purpose) => (reader === undefined ? name : `${name} ${purpose}`)
  const of: Shells['of'] = (target, purpose) => {
    const warm = open.get(keyOf(target, purpose))
    if (warm) return warm
    const resolved = withSecrets(target, purpose, readers)
    if ('refusal' in resolved) return resolved
    const shell = openPowerShell(resolved, mask)
    open.set(keyOf(target, purpose), shell)
    return shell
  }
  return {
    of,
    warm: async (target) => {
      const found = (['look', 'act'] as const).map(async (purpose) => {
        if (open.has(keyOf(target, purpose))) return []
        const shell = of(target, purpose)
        if ('refusal' in shell) return [shell.refusal]
        const ready = await shell.identify()
        return 'why' in ready ? [ready] : []
      })
      return (await Promise.all(found)).flat()[0]
    },
    close: async () => {
      await Promise.all([...open.values()].map((shell) => shell.close()))
      open.clear()
    },
  }
}

function withSecrets(target: ShellTarget, purpose: Purpose, readers: Readers): PowerShellTarget | { refusal: WorkerRefusal } {
  const { kind: _kind, host, machineName, practice, environment, reader, ...asActing } = target
  const { initialise, user, password, ...plain } = purpose === 'look' ? { ...asActing, ...reader } : asActing
  const resolved: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (typeof value === 'string') resolved[name] = value
    else if ('secret' in value) resolved[name] = value.secret
    else return { refusal: { code: 'credentials-missing', why: value.fault } }
  }
  if (initialise === undefined) {
    const runsOn = practice === true ? {} : { runsOn: { host, ...(machineName === undefined ? {} : { machineName }) } }
    return { ...plain, ...runsOn, readers, environment: resolved }
  }
  if (password && 'fault' in password) return { refusal: { code: 'credentials-missing', why: password.fault } }
  const values: Record<string, ShellValue> = {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: password.secret }),
    ...(user === undefined || password === undefined ? {} : { credential: { user, password: password.secret } }),
  }
  return { ...plain, readers, environment: resolved, initialise: { text: initialise, values } }
}
