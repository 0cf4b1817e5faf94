import { expect, test } from 'vitest'
import { openBench } from './shells.ts'
import type { ShellKind, WorkerContext } from './shells.ts'

export function rulesOfErrors(bench: WorkerContext): void {
  test.each([
    ['throw', "\n  throw 'no more'", { message: 'no more', code: 'no more', category: 'OperationStopped', line: 101, column: 3 }],
    [
      'Write-Error',
      "\nif ($true) {\n  Write-Error 'bad' -Category InvalidData }",
      { message: 'bad', code: 'Microsoft.PowerShell.Commands.WriteErrorException', category: 'InvalidData', line: 102 },
    ],
    [
      'an unknown command',
      'if ($true) {\n  Get-Nothing\n}',
      { code: 'CommandNotFoundException', category: 'ObjectNotFound', line: 101, column: 3 },
    ],
    [
      'a missing mandatory parameter',
      'Write-Warning',
      { code: expect.stringContaining('MissingMandatoryParameter,'), category: 'InvalidArgument', line: 100, column: 1 },
    ],
    [
      'an unknown parameter',
      'Write-Warning x -Nonsense 1',
      { code: expect.stringContaining('NamedParameterNotFound,'), category: 'InvalidArgument', line: 100 },
    ],
    [
      'a prompt',
      'Read-Host',
      { code: expect.stringContaining('HostFunctionNotImplemented,'), category: 'NotImplemented', line: 100, column: 1 },
    ],
    ['a cast', "$x = [int]'seven'", { code: 'InvalidCastFromStringToInteger', category: 'InvalidArgument', line: 100 }],
    ['a syntax error', "'fine'\nif (", { category: 'ParserError', line: 101 }],
  ])('%s fails the block with its code, category and place', async (_, text, error) => {
    const outcome = await bench.run(text, { firstLine: 100 })
    expect(outcome).toMatchObject({ type: 'failed', objects: [] })
    expect(outcome.errors[0]).toMatchObject(error)
  })

  test('what was put out before an error is kept, and what follows it does not run', async () => {
    expect(await bench.run("1\nthrow 'x'\n2")).toMatchObject({ type: 'failed', objects: [1], errors: [{ line: 2 }] })
  })

  test('an error that the block passes over is none', async () => {
    expect(await bench.run("Write-Error 'x' -ErrorAction SilentlyContinue; 2")).toMatchObject({
      type: 'completed',
      objects: [2],
      errors: [],
    })
  })

  test.each(['exit 3', '$global:x = 1', '$script:x = 1'])('%s is refused before anything runs', async (text) => {
    const outcome = await bench.run(`'before'\n${text}`, { firstLine: 7 })
    expect(outcome).toMatchObject({ type: 'failed', errors: [{ line: 8, column: 1 }] })
    expect(outcome.objects).toEqual([])
  })

  test('the shell is warm after an error: the next block runs in the same process', async () => {
    const before = await bench.run("throw 'x'")
    const after = await bench.run('1')
    expect(after).toMatchObject({ type: 'completed', shell: { pid: before.shell?.pid } })
  })
}

/** Of a PowerShell alone. */
export function rulesOfErrorsInPowerShell(bench: WorkerContext, kind: ShellKind): void {
  test('an error that the block only shows fails it all the same', async () => {
    expect(await bench.run("Write-Error 'x' -ErrorAction Continue; 2")).toMatchObject({
      type: 'failed',
      objects: [2],
      errors: [{ message: 'x', line: 1 }],
    })
  })

  test('a module that is not there is said with its name, and nothing runs', async () => {
    const other = openBench({ ...kind.target(), modules: ['NoSuchModule'] })
    const outcome = await other.run('1')
    expect(outcome).toMatchObject({ type: 'not-started', objects: [] })
    expect('why' in outcome && outcome.why).toContain('The module NoSuchModule of target management failed: ')
    await other.shell.close()
  })
}

/** Makes a command, and a variable of a value. */
export const INITIALISES = {
  text: 'function Get-Greeting { "hello " + $args[0] }\n$made = $credential.UserName',
  values: { credential: { user: 'u', password: 'p' } },
}

/** In a host that has run it. */
export function rulesOfInitialise(bench: WorkerContext): void {
  test('an initialise script makes commands for all blocks, from values that are not left behind', async () => {
    expect((await bench.run("Get-Greeting 'you'; $null -eq $credential")).objects).toEqual(['hello you', true])
  })
}
