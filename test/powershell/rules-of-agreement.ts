import { afterAll, expect, test } from 'vitest'
import { openBench, standInTarget, told } from './shells.ts'
import type { WorkerContext } from './shells.ts'

/** What the stand-in answers at all, it answers as PowerShell does. */
export function rulesOfAgreement(real: WorkerContext): void {
  const standIn = openBench(standInTarget())
  afterAll(() => standIn.shell.close())

  test.each([
    // numbers and texts
    "1 + 2 * 3 - 4 / 2; 7 % 3; -5; '1' + 2; 1 + '2'; 'ab' * 2; 5 / 2",
    "[int]'7' + 1; [string]5 + '1'; [int]2.5; [int]3.5; [bool]''; [bool]'x'; [long]'9'",
    '\'it\'\'s\'; "a`tb"; "v=$v n=$($v.Length) ${v}"; "`$v"; """q"""',
    "@'\nhere $v\n'@",
    '0x1F; 1.5',
    // comparisons
    "'A' -eq 'a'; 'A' -ceq 'a'; 'b' -gt 'a'; 'mgc_2' -gt 'mgc_10'; 10 -gt '9'; '10' -gt 9",
    "$null -eq ''; '' -eq $null; $null -eq $null; 0 -eq ''; $true -eq 'x'; $false -eq 0",
    "'x.trn' -like '*.TRN'; 'x.trn' -notlike 'y*'; 'a[1]' -like 'a*'",
    "@(1, 2, 3) -gt 1; @('a', 'b') -eq 'A'; @(1, 2) -contains 2; @(1, 2) -notcontains 3; 1 -in @(1); 3 -notin @(1)",
    "$true -and $false -or $true; -not @(); -not @(0); -not @(0, 0); !'x'",
    "'03:00' -match '^\\d\\d:\\d\\d$'; 'Ab' -match 'B'; 'Ab' -cmatch 'B'; @('a1', 'b') -match '\\d'; 'x' -notmatch 'y|z'",
    "'a  b c' -split '\\s+'; @('a,b', 'c') -split ','; ('' -split ',').Count",
    "$words = ([pscustomobject]@{ Pool = 'p2.contoso.com' } | Out-String -Width 400) -split '\\s+'; $words -contains 'p2.contoso.com'; $words -contains 'p2'",
    "@('a', 'b') -join ','; -join @('a', 'b'); 5 -is [int]; 'x' -is [string]; $list -is [array]",
    // lists, hash tables and objects
    '$list.Count; $v.Count; $null.Count; @($null).Count; @().Count; @(@(1, 2), 3).Count; @($list).Count',
    "$list[0]; $list[-1]; $null -eq $list[7]; $h = @{ a = 1; 'b c' = 2 }; $h.a; $h['B C']; $h.Count; $null -eq $h.nothing",
    '$a = @(); $a += 1; $a += @(2, 3); $a; $a.Count; $s = "x"; $s += 1; $s; $n = 5; $n -= 2; $n',
    "$o = [pscustomobject]@{ Name = 'n'; Items = @(1); None = @() }; $o; $o.name; $o.Items.Count; $o.None.Count; $null -eq $o.Other",
    '$os = @([pscustomobject]@{ N = 1 }, [pscustomobject]@{ N = 2 }); $os.N; $os.Count; @($os.N).Count; $null -eq $os.M',
    '$one = @(1); $one.Count; $w = @{ Replace = $one }; $w.Replace.Count; $p = ($one); $p.Count; $d = $($one); $d -is [array]',
    // flow
    "if ($list.Count -gt 5) { 'many' } elseif ($list) { 'some' } else { 'none' }",
    '$i = 0; while ($i -lt 3) { $i++; $i }; foreach ($x in $list) { $x }; foreach ($x in $null) { 1 }; foreach ($n in 1..3) { $n }',
    '1..3; (3..1); 1..2 | ForEach-Object { $_ * 2 }',
    '$x = if ($true) { 1 } else { 2 }; $x; $y = foreach ($n in 1..3) { $n }; $y.Count',
    '$nothing = foreach ($n in @()) { $n }; @($nothing).Count; $null -eq $nothing',
    // pipelines
    "$list | Where-Object { $_ -ne 'b' } | ForEach-Object { $_ + '!' }",
    '(1..5 | Where-Object { $_ % 2 -eq 1 } | Measure-Object).Count; 3, 1, 2 | Sort-Object; (1..9 | Select-Object -First 2).Count',
    "@($list | Where-Object { $_ -eq 'nobody' }).Count; ($list | Where-Object { $_ -eq 'a' }).Count",
    '1..2 | ForEach-Object { $kept = $_; 1..2 | Where-Object { $_ -ge $kept } | ForEach-Object { [string]$kept + [string]$_ } }; $kept',
    "Write-Output $list; Write-Output 'x' | Out-Null; $null; @() ; ,@(1, 2)",
    "[pscustomobject]@{ A = 1; B = 2 } | Select-Object A; @('x') | Select-Object -ExpandProperty Length",
    '[string]@(1, 2); [string]$null; [string]$true; [string][pscustomobject]@{ A = 1 }; "$list"',
    '$n = 0; 1..3 | ForEach-Object { $n += $_ }; $n',
    "# a remark\n'after' # another",
  ])('%s', async (text) => {
    const values = { v: "mgc'; `n", list: ['a', 'b', 'c'] }
    const expected = told(await real.run(text, { values }))
    expect(expected).toMatchObject({ type: 'completed' })
    expect(told(await standIn.run(text, { values }))).toEqual(expected)
  })
}
