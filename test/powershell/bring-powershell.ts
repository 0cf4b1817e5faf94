/** A real PowerShell for the tests: the one on the PATH, else the one that .config/dotnet-tools.json names, where a .NET SDK can fetch it. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export interface Brought {
  /** Folder to put first on the PATH; absent: nothing is to be put there. */
  folder?: string
  /** Which PowerShell the tests use, and why, in one line. */
  line: string
}

interface Places {
  /** Folder of the project, with `.config/dotnet-tools.json`. */
  root: string
  environment: NodeJS.ProcessEnv
  /** How long NuGet may take. */
  restoreMs: number
}

const ROOT = join(import.meta.dirname, '../..')

/** Vitest calls this once, before it starts the processes of the tests, which inherit the PATH. */
export default function setup(): void {
  const { folder, line } = bringPowerShell({ root: ROOT, environment: process.env, restoreMs: 60_000 })
  if (folder !== undefined) process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`
  process.stdout.write(`${line}\n`)
}

export function bringPowerShell({ root, environment, restoreMs }: Places): Brought {
  const own = programOnPath('pwsh', environment)
  if (own !== undefined) return { line: `PowerShell blocks are tested in the PowerShell of the PATH (${own}) and in the stand-in.` }
  const dotnet = process.platform === 'win32' ? undefined : programOnPath('dotnet', environment)
  if (dotnet === undefined) return alone('there is no pwsh on the PATH, and no .NET SDK to fetch one with')
  const version = wantedVersion(root)
  const brought = { line: `PowerShell blocks are tested in PowerShell ${version} (.config/dotnet-tools.json) and in the stand-in.` }
  const folder = join(root, 'node_modules', '.cache', 'countersign', `powershell-${version}`)
  const packages = environment.NUGET_PACKAGES ?? join(environment.HOME ?? homedir(), '.nuget', 'packages')
  // A program that is there was seen to run.
  if (existsSync(join(folder, 'pwsh')) && shimIn(packages, version) !== undefined) return { ...brought, folder }
  const quiet = { DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false' }
  const env = { ...quiet, ...environment, NUGET_PACKAGES: packages }
  const restored = spawnSync(dotnet, ['tool', 'restore'], { cwd: root, env, timeout: restoreMs, killSignal: 'SIGKILL', encoding: 'utf8' })
  if (restored.signal !== null) return alone(`NuGet has not given PowerShell ${version} within ${restoreMs / 1000} s`)
  if (restored.status !== 0) return alone(`"dotnet tool restore" says: ${firstLine(restored.stderr + restored.stdout)}`)
  const shim = shimIn(packages, version)
  if (shim === undefined) return alone(`"dotnet tool restore" left no PowerShell ${version} in ${packages}`)
  makeProgram(folder, dotnet, shim)
  const asked = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '"$($PSVersionTable.PSVersion)"']
  const ran = spawnSync(join(folder, 'pwsh.new'), asked, { env, timeout: restoreMs, killSignal: 'SIGKILL', encoding: 'utf8' })
  if (ran.stdout.trim() !== version) return alone(`PowerShell ${version} does not run here: ${firstLine(ran.stderr + ran.stdout)}`)
  renameSync(join(folder, 'pwsh.new'), join(folder, 'pwsh'))
  return { ...brought, folder }
}

function alone(why: string): Brought {
  return { line: `PowerShell blocks are tested in the stand-in alone: ${why}.` }
}

function wantedVersion(root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, '.config', 'dotnet-tools.json'), 'utf8')) as {
    tools: { powershell: { version: string } }
  }
  return manifest.tools.powershell.version
}

/** What a tool's own `pwsh` starts: it starts the real one as another process. */
function shimIn(packages: string, version: string): string | undefined {
  const [found] = globSync(`powershell/${version}/tools/*/any/Microsoft.PowerShell.GlobalTool.Shim.dll`, { cwd: packages })
  return found === undefined ? undefined : join(packages, found)
}

/**
 * A tool of a manifest has no program of its own, and `dotnet tool run` needs a second more at each start.
 * What .NET counts in order to compile it better pays in a PowerShell that lives for hours; those of the tests live for seconds (measured: a twentieth of their CPU).
 */
function makeProgram(folder: string, dotnet: string, shim: string): void {
  mkdirSync(folder, { recursive: true })
  const environment = `PATH=${quoted(dirname(dotnet))}:"$PATH" DOTNET_TieredPGO=0`
  writeFileSync(join(folder, 'pwsh.new'), `#!/bin/sh\n${environment} exec ${quoted(dotnet)} ${quoted(shim)} "$@"\n`, { mode: 0o755 })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function programOnPath(name: string, { PATH }: NodeJS.ProcessEnv): string | undefined {
  const folders = (PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file) || existsSync(`${file}.exe`))
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim().replace(/\.$/, '') || 'nothing'
}
