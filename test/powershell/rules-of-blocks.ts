import { beforeAll, describe, expect, test } from 'vitest'
import type { BlockOutcome } from '../../src/worker/powershell/outcome.ts'
import { told } from './shells.ts'
import type { ShellKind, WorkerContext } from './shells.ts'
import type { InEnglish } from '../worker/said.ts'

const WRITES_TO_CONSOLE = '[Console]::WriteLine(\'{"type":"done"}\')'
const NASTY = "mgc'; $(Stop-Computer) `n 한국어😀"

export function rulesOfBlocks(bench: WorkerContext, kind: ShellKind): void {
  test('the run can say which shell it was', async () => {
    expect(await bench.shell.identify()).toMatchObject({ standIn: kind.standIn })
    expect((await bench.run('1')).shell).toMatchObject({ standIn: kind.standIn })
  })

  describe('values', () => {
    test.each([
      ['a text that would be code', NASTY],
      ['a name of 300 characters', 'x'.repeat(300)],
      ['a text that looks like a date', '2026-01-01T00:00:00'],
      ['a text that looks like an old JSON date', '/Date(1000)/'],
      ['an empty text', ''],
      ['lines and quotes', '"a"\r\n\'b\'\t`$x'],
      ['an integer', 9_007_199_254_740_991],
      ['a negative integer', -5],
      ['truth', true],
    ])('%s arrives as itself', async (_, value) => {
      expect(told(await bench.run('$v', { values: { v: value } }))).toEqual({ type: 'completed', objects: [value] })
    })

    test('a list arrives as a list, also with one item or none', async () => {
      const text = '$many.Count; $one.Count; $none.Count; $many'
      const values = { many: ['a', NASTY, '2026-01-01T00:00:00'], one: ['a'], none: [] }
      expect((await bench.run(text, { values })).objects).toEqual([3, 1, 0, ...values.many])
    })

    test('neither a value nor a variable is left for the next block', async () => {
      await bench.run('$mine = 5; $v', { values: { v: 'x' } })
      expect((await bench.run('$null -eq $mine; $null -eq $v')).objects).toEqual([true, true])
    })

    test('a name that is no variable, or two that are one, are refused before anything runs', async () => {
      expect(await bench.run('1', { values: { 'a b': 1 } })).toMatchObject({
        type: 'not-started',
        why: 'The value name "a b" is no name of a PowerShell variable. Rename it.',
      })
      expect(await bench.run('1', { values: { pool: 1, Pool: 2 } })).toMatchObject({
        type: 'not-started',
        why: 'The values pool and Pool are one variable in PowerShell. Rename one.',
      })
    })
  })

  describe('what comes out', () => {
    test('objects come in order, with their plain properties', async () => {
      const text = "1; 'two'; [pscustomobject]@{ Done = $null; Detail = 'x'; List = @('a', 1) }; $null; $true; 1.5"
      expect(told(await bench.run(text))).toEqual({
        type: 'completed',
        objects: [1, 'two', { Done: null, Detail: 'x', List: ['a', 1] }, null, true, 1.5],
      })
    })

    test('depth is bounded at two levels', async () => {
      const [object] = (await bench.run('[pscustomobject]@{ a = @{ b = @{ c = 1 } } }')).objects
      expect(object).toEqual({ a: { b: 'Hashtable of 1' } })
    })

    test('a long text is cut and its rest is counted', async () => {
      expect((await bench.run("'x' * 9000")).objects).toEqual([`${'x'.repeat(8000)} (1000 more characters)`])
    })

    test('100,000 objects are counted, and 1,000 of them kept', async () => {
      const outcome = await bench.run('foreach ($i in 1..100000) { $i }')
      expect(outcome).toMatchObject({ type: 'completed', outputs: 100_000, dropped: 99_000 })
      expect(outcome.objects).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
    })

    test('warnings and asked-for verbose messages are told apart', async () => {
      const outcome = await bench.run("Write-Verbose 'not asked for'; Write-Warning 'w'; Write-Verbose 'v' -Verbose; Write-Host 'h'")
      expect(outcome.messages.toSorted((a, b) => a.text.localeCompare(b.text))).toEqual([
        { kind: 'information', text: 'h' },
        { kind: 'verbose', text: 'v' },
        { kind: 'warning', text: 'w' },
      ])
    })

    test('progress is told while the block runs', async () => {
      const seen: string[] = []
      const text = "Write-Progress -Activity 'Seeding' -Status 'half' -PercentComplete 50; Start-Sleep -Milliseconds 300; 'end'"
      const outcome = await bench.run(text, { onProgress: (p) => seen.push(`${p.activity} ${p.status} ${p.percent}`) })
      expect(outcome.objects).toEqual(['end'])
      expect(seen).toEqual(['Seeding half 50'])
    })

    // PowerShell is asked below, among what cannot be put back.
    if (kind.standIn)
      test('what a block writes to the console does not disturb the protocol', async () => {
        expect(told(await bench.run(`${WRITES_TO_CONSOLE}; 1`))).toEqual({ type: 'completed', objects: [1] })
      })
  })
}

/** Of a PowerShell alone. */
export function rulesOfBlocksInPowerShell(bench: WorkerContext): void {
  // PowerShell needs a new process after each of these: they are asked in one block.
  describe('of what cannot be put back', () => {
    let outcome: InEnglish<BlockOutcome>
    beforeAll(async () => {
      const text = `[timespan]::FromSeconds(5); [version]'1.2'; 9007199254740993; [DayOfWeek]1; [decimal]1.1; @{ b = [byte[]](1, 2) }
        $credential.UserName; $credential.GetNetworkCredential().Password -ceq ("secret " + [char]36 + "x"); $credential
        sh -c 'echo out; echo err >&2'
        sh -c 'cat; echo end'
        ${WRITES_TO_CONSOLE}; 'written'`
      outcome = await bench.run(text, { values: { credential: { user: 'contoso\\svc', password: 'secret $x' } } })
      expect(outcome).toMatchObject({ type: 'completed', errors: [] })
    })

    test('what JSON would bend travels as text', () => {
      expect(outcome.objects.slice(0, 6)).toEqual(['00:00:05', '1.2', '9007199254740993', 'Monday', '1.1', { b: 'byte[2]' }])
    })

    test('a credential arrives as PSCredential, and does not leave', () => {
      expect(outcome.objects.slice(6, 9)).toEqual(['contoso\\svc', true, '(secret)'])
    })

    test('what a program writes to stderr is talk, not failure', () => {
      expect(outcome).toMatchObject({ messages: [{ kind: 'warning', text: 'err' }], exitCode: 0 })
      expect(outcome.objects[9]).toBe('out')
    })

    test('a program cannot read the requests of the host', () => {
      expect(outcome.objects[10]).toBe('end')
    })

    test('what a block writes to the console does not disturb the protocol', () => {
      expect(outcome.objects.slice(11)).toEqual(['written'])
    })
  })

  test('a live object leaves as its plain properties only', async () => {
    const [item] = (await bench.run('Get-Item -LiteralPath $p', { values: { p: import.meta.dirname } })).objects
    expect(item).toMatchObject({ Name: 'powershell', Exists: true, FullName: import.meta.dirname })
    expect(item).not.toHaveProperty('Parent')
  })

  test('a program that fails fails the block, and says its exit code', async () => {
    const outcome = await bench.run("'before'\nsh -c 'exit 3'\n'after'", { firstLine: 10 })
    expect(outcome).toMatchObject({ type: 'failed', objects: ['before'], exitCode: 3 })
    expect(outcome.errors).toMatchObject([{ code: 'ProgramExitedWithNonZeroCode', line: 11, column: 1 }])
  })

  test("a value may not take the place of PowerShell's own variables", async () => {
    const outcome = await bench.run('1', { values: { ErrorActionPreference: 'Continue' } })
    expect(outcome).toMatchObject({ type: 'failed', objects: [] })
    expect(outcome.errors.map((error) => error.message)).toEqual([
      "The value name 'ErrorActionPreference' is PowerShell's own. Choose another name.",
    ])
  })
}
