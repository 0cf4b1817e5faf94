import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Plan, Target } from '../../src/procedure/plan-types.ts'
import type { BlockContext } from '../../src/worker/context.ts'
import { maskOf } from '../../src/worker/mask.ts'
import type { ShellTarget } from '../../src/worker/options.ts'
import { openShells } from '../../src/worker/powershell/shells.ts'
import { SessionPool } from '../../src/worker/sql/session-pool.ts'
import { warmShells } from '../../src/worker/powershell/warm-shells.ts'
import { until } from './practice.ts'

const dir = mkdtempSync(join(tmpdir(), 'warm-shells-'))

/** A PowerShell that notes its start in a file and ends. */
function target(name: string, host = 'fe5.contoso.com'): ShellTarget {
  const note = `require('node:fs').appendFileSync(${JSON.stringify(join(dir, name))}, 'started ')`
  return { kind: 'powershell', name, host, practice: true, modules: [], environment: { PATH: '' }, standIn: [process.execPath, '-e', note] }
}

function planOn(...names: string[]): { plan: Plan } {
  const block = (name: string) => ({ role: 'check', language: 'powershell', target: name, text: '$true', uses: [], line: 1 })
  const planned = (name: string): [string, Target] => [
    name,
    { kind: 'powershell', name, host: 'fe5.contoso.com', site: 'dc2', practice: true },
  ]
  return { plan: { steps: [{ blocks: names.map(block) }], targets: Object.fromEntries(names.map(planned)) } as unknown as Plan }
}

test('starts each PowerShell that the plan names and that is the approved one, once, and no other', async () => {
  const shells = openShells(maskOf([]))
  const targets = {
    asked: target('asked'),
    later: target('later'),
    moved: target('moved', 'elsewhere.contoso.com'),
    other: target('other'),
  }
  const context: BlockContext = {
    options: { name: 'anna', targets, files: dir },
    mask: maskOf([]),
    sessions: new SessionPool('test'),
    shells,
  }
  try {
    warmShells(context, {})
    warmShells(context, planOn('asked', 'moved', 'unknown'))
    await until(() => existsSync(join(dir, 'asked')))
    // It ended before it was ready; whether to try again is for the block that needs it.
    const asked = shells.of(targets.asked, 'act')
    if ('refusal' in asked) throw new Error(asked.refusal.code)
    warmShells(context, planOn('asked', 'later'))
    await until(() => existsSync(join(dir, 'later')))
    expect(readFileSync(join(dir, 'asked'), 'utf8')).toBe('started ')
    expect([existsSync(join(dir, 'moved')), existsSync(join(dir, 'other'))]).toEqual([false, false])
  } finally {
    await shells.close()
    rmSync(dir, { recursive: true })
  }
})
