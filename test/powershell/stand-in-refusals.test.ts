import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBench, standInTarget } from './shells.ts'
import type { WorkerContext } from './shells.ts'

let bench: WorkerContext
beforeAll(() => {
  bench = openBench(standInTarget())
})
afterAll(() => bench.shell.close())

/** A stand-in that lets something pass which it does not understand would be worse than none. */
test.each([
  'try { 1 } catch { 2 }',
  'function f { 1 }',
  '& { 1 }',
  'sh -c "true"',
  'Stop-Computer',
  'Invoke-Expression $x',
  '$x.ToUpper()',
  '[System.IO.File]::Delete("x")',
  'return 5',
  'exit 0',
  'break',
  '$env:PATH',
  '$env:X = 1',
  '$global:x',
  '$a, $b = 1, 2',
  '$h.a = 1',
  '1 > file.txt',
  'Get-ChildItem 2>$null',
  'if ($a = 5) { 1 }',
  '$b = $a++',
  '($a = 5)',
  '"{0}" -f 1',
  "'a' -replace 'a', 'b'",
  '[timespan]"01:00"',
  '1 && 2',
  'Write-Output @splat',
  'Write-Output a$x',
  'Where-Object Name -eq x',
  'Get-ChildItem D:\\x -Recurse',
  'Write-Error x -ErrorAction Continue',
  'Set-CsPersistentChatState -PoolState FailedOver -WhatIf',
  'switch ($x) { 1 { 2 } }',
  'param($x) 1',
  '1 2',
])('%s is refused, and nothing of its block runs', async (text) => {
  const outcome = await bench.run(`if ($true) { ${text} }`, { firstLine: 50 })
  expect(outcome).toMatchObject({ type: 'failed', objects: [] })
  expect(outcome.errors).toHaveLength(1)
  expect(outcome.errors[0]?.line).toBe(50)
  expect(outcome.errors[0]?.message).toMatch(/stand-in|cannot be found that matches|"Continue" is none of/)
})

test('what it does not know is named with its place and a way on', async () => {
  const outcome = await bench.run("'before'\ntry { 1 } catch { 2 }", { firstLine: 50 })
  expect(outcome.objects).toEqual([])
  expect(outcome.errors).toEqual([
    {
      message:
        'The PowerShell stand-in does not know try_statement: try { 1 } catch { 2 } (line 2 of the block, column 1). Use a real PowerShell, or teach it.',
      code: 'StandInDoesNotKnow',
      category: 'NotImplemented',
      line: 51,
      column: 1,
    },
  ])
})

test('a module that it does not know is refused', async () => {
  const other = openBench({ ...standInTarget(), modules: ['SkypeForBusiness'] })
  expect(await other.run('1')).toMatchObject({
    type: 'not-started',
    why: 'The module SkypeForBusiness of target management failed: The PowerShell stand-in knows the module CountersignPractice only, not SkypeForBusiness.',
  })
  await other.shell.close()
})
