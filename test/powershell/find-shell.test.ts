import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { configurationSchema } from '../../src/config/schema.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import type { PowerShellTarget } from '../../src/worker/powershell/target.ts'
import { inEnglish } from '../worker/said.ts'

const dir = mkdtempSync(join(tmpdir(), 'find-shell-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** A folder with these programs. */
function programs(name: string, ...files: string[]): string {
  mkdirSync(join(dir, name))
  for (const file of files) {
    writeFileSync(join(dir, name, file), '')
    chmodSync(join(dir, name, file), 0o755)
  }
  return join(dir, name)
}

const both = programs('both', 'pwsh', 'powershell.exe', 'my-shell')
const old = programs('old', 'powershell.exe')
const windows = programs('windows', 'pwsh.exe')

const find = (more: Partial<PowerShellTarget>, path: string, platform: NodeJS.Platform = 'linux') =>
  findShell({ name: 'shell', modules: [], environment: { PATH: path }, ...more }, '/x/host.ps1', platform)

const standIn = ['node', 'stand-in.ts']

test.each([
  ['the configured command before all', { command: ['my-shell', '-V'], standIn }, both, join(both, 'my-shell')],
  ['pwsh before powershell.exe', { standIn }, both, join(both, 'pwsh')],
  ['powershell.exe where there is no pwsh', { standIn }, old, join(old, 'powershell.exe')],
  ['the stand-in where there is nothing', { standIn }, dir, 'node'],
])('takes %s', (_, more, path, program) => {
  expect(find(more, path)).toMatchObject({ program })
})

test('a PowerShell is started without profile, prompts and logo; on Unix its requests are out of reach of the programs it starts', () => {
  const quiet = ['-NoLogo', '-NoProfile', '-NonInteractive']
  expect(find({}, both)).toEqual({
    program: join(both, 'pwsh'),
    args: [...quiet, '-File', '/x/host.ps1', '-Leader', '-Requests', '3'],
    requestsOn: 3,
  })
  expect(findShell({ name: 'shell', modules: [], environment: { Path: windows } }, 'C:\\host.ps1', 'win32')).toEqual({
    program: join(windows, 'pwsh.exe'),
    args: [...quiet, '-ExecutionPolicy', 'Bypass', '-File', 'C:\\host.ps1', '-Leader'],
    requestsOn: 0,
  })
})

test('refuses where there is none, and says what to do', () => {
  expect(inEnglish(find({}, dir))).toEqual({
    code: 'no-powershell',
    why: 'No PowerShell was found for target shell: neither `pwsh` nor `powershell.exe` is on the PATH of the worker. Install PowerShell 7, or name its program at this target in the configuration, as `command: [PATH]`.',
  })
})

test('what it says to do helps: the program is named at the target, as the configuration takes it', () => {
  const target = { kind: 'powershell', site: 'b', host: 'mgmt.contoso.com', command: [join(both, 'my-shell')] }
  const read = configurationSchema.parse({ installation: 'x', sites: {}, targets: { shell: target } })
  const { shell } = read.targets
  expect(shell?.kind === 'powershell' && find({ ...(shell.command && { command: shell.command }) }, dir)).toMatchObject({
    program: join(both, 'my-shell'),
  })
})

test('refuses a configured command that is not there, even when a stand-in could take its place', () => {
  expect(inEnglish(find({ command: ['pwsh-preview'], standIn }, both))).toEqual({
    code: 'no-powershell',
    why: 'The program "pwsh-preview" of PowerShell target shell is not on this machine. Install it, or correct `command` of this target in the configuration.',
  })
})
