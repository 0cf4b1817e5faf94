import { expect, test } from 'vitest'
import type { WorkerContext } from './shells.ts'
import type { SmallEstate } from './small-estate.ts'

/** `endpoint`: where the shell is, as the estate knows it. */
export function rulesOfCmdlets(bench: WorkerContext, estate: SmallEstate, endpoint: string): void {
  const change = 'Install-CsMirrorDatabase -DatabaseType PersistentChat -FileShare $share -SqlServerFqdn $server'

  test('a cmdlet that asks before it acts is refused without -Confirm:$false, and the estate hears nothing', async () => {
    estate.empty()
    const outcome = await bench.run(change, { values: { share: 's', server: 'x' }, firstLine: 40 })
    expect(outcome).toMatchObject({ type: 'failed', errors: [{ category: 'NotSpecified', line: 40, column: 1 }] })
    expect(outcome.errors[0]?.code).toBe('HostException,Install-CsMirrorDatabase')
    expect(estate.asked).toEqual([])
  })

  test('a value reaches the estate as itself', async () => {
    estate.empty()
    const share = "\\\\x\\y'; $(Stop-Computer) `n 한국어😀"
    await bench.run(`${change} -Confirm:$false | Out-Null`, { values: { share, server: 'x'.repeat(300) } })
    expect(estate.asked).toEqual([
      {
        endpoint,
        name: 'Install-CsMirrorDatabase',
        parameters: { DatabaseType: 'PersistentChat', FileShare: share, SqlServerFqdn: 'x'.repeat(300) },
      },
    ])
  })

  test.each([
    ['Install-CsMirrorDatabase -DatabaseType x -FileShare y -Confirm:$false', /^MissingMandatoryParameter,/, 'InvalidArgument'],
    ["Get-CsDatabaseMirrorState -PoolFqdn ''", /^ParameterArgumentValidationErrorEmptyStringNotAllowed,/, 'InvalidData'],
    ['Get-CsService -Nonsense 1', /^NamedParameterNotFound,/, 'InvalidArgument'],
  ])('%s is refused before the estate is asked', async (text, code, category) => {
    estate.empty()
    const outcome = await bench.run(text, { firstLine: 40 })
    expect(outcome).toMatchObject({ type: 'failed', errors: [{ category, line: 40 }] })
    expect(outcome.errors[0]?.code).toMatch(code)
    expect(estate.asked).toEqual([])
  })

  test('a cmdlet that hangs can be stopped', async () => {
    estate.answer.to = () => new Promise(() => {})
    expect(await bench.run('Get-CsService', { timeoutMs: 700 })).toMatchObject({ type: 'stopped', cause: 'timed-out' })
  })

  test('a file keeps its Windows path from cmdlet to cmdlet, and nothing outside the estate is reached', async () => {
    estate.empty()
    estate.put('disk', 'a.trn', 'four')
    const text = `$f = Get-Item -LiteralPath 'd:\\lscopy\\a.trn'; $f.FullName; $f.Name; $f.Length; (Get-Item -LiteralPath $f.FullName).Length
      Join-Path 'D:\\LSCopy\\' 'b.trn'; Test-Path -LiteralPath 'D:\\LSCopy'; Test-Path -LiteralPath 'E:\\x'; Test-Path -LiteralPath '/etc/passwd'
      Test-Path -LiteralPath 'D:\\LSCopy\\..\\share'; @(Get-ChildItem -LiteralPath 'D:\\LSCopy' -Filter '*.bak').Count`
    expect((await bench.run(text)).objects).toEqual(['d:\\lscopy\\a.trn', 'a.trn', 4, 4, 'D:\\LSCopy\\b.trn', true, false, false, false, 0])
  })
}

/** Last, because it takes the estate away. */
export function rulesOfAnEstateThatIsAway(bench: WorkerContext, estate: SmallEstate): void {
  test('an estate that is away is an error of the block', async () => {
    await estate.close()
    expect(await bench.run('Get-CsService')).toMatchObject({
      type: 'failed',
      errors: [{ code: 'EstateUnreachable,Get-CsService', category: 'ConnectionError', line: 1 }],
    })
  })
}
