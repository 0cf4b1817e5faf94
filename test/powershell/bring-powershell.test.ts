import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bringPowerShell } from './bring-powershell.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bring-powershell-'))
  mkdirSync(join(root, '.config'))
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, '.config/dotnet-tools.json'), JSON.stringify({ tools: { powershell: { version: '7.0.1' } } }))
})
afterEach(() => rmSync(root, { recursive: true }))

/** A stand-in for a program: a shell script. */
const program = (name: string, ...lines: string[]) =>
  writeFileSync(join(root, 'bin', name), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 })
const SHIM = 'powershell/7.0.1/tools/net9.0/any/Microsoft.PowerShell.GlobalTool.Shim.dll'
const GIVES_THE_TOOL = `if [ "$1 $2" = "tool restore" ]; then /bin/mkdir -p packages/${SHIM}; exit 0; fi`
const bring = (restoreMs = 20_000) =>
  bringPowerShell({ root, restoreMs, environment: { PATH: join(root, 'bin'), NUGET_PACKAGES: join(root, 'packages') } })

describe('the PowerShell of the tests', () => {
  test('is the one of the PATH, whatever else is there', () => {
    program('pwsh')
    program('dotnet', 'exit 1')
    expect(bring()).toEqual({ line: `PowerShell blocks are tested in the PowerShell of the PATH (${root}/bin/pwsh) and in the stand-in.` })
  })

  test('is what the manifest names, seen to run once, and fetched once', () => {
    program('dotnet', GIVES_THE_TOOL, 'echo 7.0.1')
    const brought = {
      folder: join(root, 'node_modules/.cache/countersign/powershell-7.0.1'),
      line: 'PowerShell blocks are tested in PowerShell 7.0.1 (.config/dotnet-tools.json) and in the stand-in.',
    }
    expect(bring()).toEqual(brought)
    expect(existsSync(join(brought.folder, 'pwsh'))).toBe(true)
    program('dotnet', 'exit 1')
    expect(bring()).toEqual(brought)
  })

  test.each([
    ['there is no SDK', [], 'there is no pwsh on the PATH, and no .NET SDK to fetch one with'],
    ['the SDK is a runtime only', ['echo "No .NET SDKs were found." >&2; exit 145'], '"dotnet tool restore" says: No .NET SDKs were found'],
    ['NuGet does not answer', ['exec /bin/sleep 600'], 'NuGet has not given PowerShell 7.0.1 within 0.3 s'],
    ['nothing came', ['exit 0'], '"dotnet tool restore" left no PowerShell 7.0.1 in ROOT/packages'],
    [
      'it does not run',
      [GIVES_THE_TOOL, 'echo "You must install .NET to run this application." >&2; exit 150'],
      'PowerShell 7.0.1 does not run here: You must install .NET to run this application',
    ],
    ['it is another one', [GIVES_THE_TOOL, 'echo 6.2.0'], 'PowerShell 7.0.1 does not run here: 6.2.0'],
  ])('is the stand-in alone where %s, and the line says so', (_, dotnet, why) => {
    if (dotnet.length > 0) program('dotnet', ...dotnet)
    const line = `PowerShell blocks are tested in the stand-in alone: ${why.replace('ROOT', root)}.`
    expect(bring(why.includes('0.3 s') ? 300 : 20_000)).toEqual({ line })
    expect(existsSync(join(root, 'node_modules/.cache/countersign/powershell-7.0.1/pwsh'))).toBe(false)
  })
})
