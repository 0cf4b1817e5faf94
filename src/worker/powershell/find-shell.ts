import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { WorkerRefusal } from '../../run/facts/worker-fault.ts'
import type { PowerShellTarget } from './target.ts'

/** The program to start and how it takes requests: on file descriptor 3 (out of reach of the programs that a block starts) or on stdin. */
export interface ShellCommand {
  program: string
  args: string[]
  requestsOn: 3 | 0
}

/**
 * The PowerShell of a target: its configured command, else `pwsh`, else `powershell.exe`; for a practice target the stand-in when none is there.
 * Only a command that holds a path separator is looked for outside the target's own PATH.
 */
export function findShell(target: PowerShellTarget, hostScript: string, platform: NodeJS.Platform): ShellCommand | WorkerRefusal {
  const [configured, ...configuredArgs] = target.command ?? []
  if (configured !== undefined) {
    const found = onPath(configured, target.environment, platform)
    if (found !== undefined) return realShell(found, configuredArgs, hostScript, platform)
    return { code: 'no-powershell', why: { is: 'no-program', target: target.name, program: configured } }
  }
  for (const name of ['pwsh', 'powershell.exe']) {
    const found = onPath(name, target.environment, platform)
    if (found !== undefined) return realShell(found, [], hostScript, platform)
  }
  const [standIn, ...standInArgs] = target.standIn ?? []
  if (standIn !== undefined) return { program: standIn, args: standInArgs, requestsOn: 0 }
  return { code: 'no-powershell', why: { is: 'no-powershell', target: target.name } }
}

function realShell(program: string, args: string[], hostScript: string, platform: NodeJS.Platform): ShellCommand {
  const quiet = ['-NoLogo', '-NoProfile', '-NonInteractive']
  // The host is ours; the policy for scripts stays in force for what a block loads from elsewhere only where the organisation sets it by policy.
  if (platform === 'win32')
    return { program, args: [...args, ...quiet, '-ExecutionPolicy', 'Bypass', '-File', hostScript, '-Leader'], requestsOn: 0 }
  return { program, args: [...args, ...quiet, '-File', hostScript, '-Leader', '-Requests', '3'], requestsOn: 3 }
}

function onPath(name: string, environment: Record<string, string>, platform: NodeJS.Platform): string | undefined {
  if (/[/\\]/.test(name)) return isProgram(name) ? name : undefined
  const path = Object.entries(environment).find(([key]) => (platform === 'win32' ? key.toUpperCase() : key) === 'PATH')?.[1] ?? ''
  const endings = platform === 'win32' && !name.endsWith('.exe') ? ['.exe'] : ['']
  for (const folder of path.split(delimiter).filter((part) => part !== '')) {
    for (const ending of endings) if (isProgram(join(folder, name + ending))) return join(folder, name + ending)
  }
  return undefined
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
