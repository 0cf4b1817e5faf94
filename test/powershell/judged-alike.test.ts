/** What the loader lets pass in a block that looks, the host lets pass: nobody meets a refusal at night that `check` has not said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { lintPowershell } from '../../src/lint/powershell/lint.ts'
import { acts } from '../../src/procedure/acts.ts'
import { COMPUTING, OF_OWN, OF_PLAIN, OF_TYPE } from '../../src/lint/powershell/methods.ts'
import { withReaders } from '../../src/lint/usual-readers.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { generatedBlocks } from '../lint/powershell/agreement/generate.ts'
import { judgedByHost, type AskedLook } from './judged-looks.ts'
import { inPowerShell } from './shells.ts'
import { shortOrLong } from '../suite/long-form.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAMES = ['a', 'b', 'c', 'p', 'share']
const SCOPE = {
  names: NAMES,
  find: (name: string) => (NAMES.includes(name) ? ('ok' as const) : undefined),
  typeOf: () => ({ list: false, of: 'fqdn' as const }),
}
const READERS = withReaders({
  cmdlets: ['Get-It', 'Get-CsPool'].map((name) => ({ name, parameters: 'any' })),
  programs: [{ name: 'robocopy.exe', arguments: [[]] }],
  addresses: ['https://ok.example/read/'],
})

/** The looks of every document that loads. */
function looksOfDocuments(): AskedLook[] {
  const files = ['test/lint/cases', 'commands'].flatMap((dir) =>
    readdirSync(join(ROOT, dir)).flatMap((name) => (name.endsWith('.md') ? [join(ROOT, dir, name)] : [])),
  )
  return files.flatMap((file) => {
    const judged = judgeDocument(file, readFileSync(file, 'utf8'))
    if ('faults' in judged) return []
    return judged.procedure.steps
      .flatMap(({ blocks }) => blocks)
      .filter(({ language, role }) => language === 'powershell' && !acts(role))
      .map(({ text, uses }) => ({ text, bound: uses }))
  })
}

function isAccepted(text: string): boolean {
  let faults = 0
  lintPowershell({ text, role: 'read' }, SCOPE, () => faults++, READERS)
  return faults === 0
}

/** One call of each method that a look may make, and what the two were once not of one mind about. */
const WRITTEN = [
  ...[...COMPUTING].filter((name) => name !== 'where' && name !== 'foreach').flatMap((name) => [`(Get-It).${name}()`, `'a'.${name}(1)`]),
  ...[...OF_PLAIN].map((name) => `'a'.${name}(1)`),
  ...[...OF_OWN].map((name) => `$x = @{}\n$x.${name}(1)`),
  ...[...OF_TYPE].flatMap((name) => [`[string]::${name}(1)`, `[System.DateTime]::${name}(1)`]),
  '(Get-It).Where({ $_.a })',
  '(Get-It).ForEach({ $_.a })',
  'Mod\\Get-It a',
  'Get-ADUser -Filter { Enabled -eq $true }',
  'Get-CsUser -Filter { Enabled -eq $true }',
  'Get-Mailbox -Filter { Name -eq "a" }',
  'Get-It | ForEach-Object Name',
  'Get-It | ForEach-Object -MemberName Status',
  '[decimal]::Round(1.25, 1)',
  'Get-It | sort Name | select -First 1',
  'nltest /dsgetdc:$a /force',
  'nltest "/dsgetdc:$a"',
  'repadmin /showrepl $a /csv',
  'cluster group "a b" /status',
  'ipconfig',
  'net use',
  'icacls C:\\a',
  'icacls $a',
  'dnscmd $a /enumzones',
  'dfsrmig /getglobalstate',
  'Get-GPOReport -All -ReportType Xml',
  'net start',
  'net localgroup Administrators',
  'net user a /domain',
  'setspn -L $a',
  'setspn -L "$a"',
  'setspn -Q "${a}"',
  'route print 10.0.0.0',
  'arp -a $a',
  'reg query HKLM\\SOFTWARE',
  'Get-CimInstance Win32_Service -Filter "Name=\'a\'"',
  '[System.StringComparison]::Ordinal',
  '[math]::PI',
  'try { Get-It } catch [System.IO.IOException], [System.Management.Automation.ItemNotFoundException] { 1 }',
  '(Get-It) -is [System.IO.FileInfo]',
  '$x = { $_ }\n1, 2 | ForEach-Object $x',
  "Invoke-RestMethod -Uri 'https://ok.example/read/a' -Method Post -Body 'x'",
  "Invoke-RestMethod 'https://ok.example/read/a' -Method Post",
]

inPowerShell((kind) => {
  const COUNT = shortOrLong({ short: 1000, long: 4000 })
  const documents = looksOfDocuments()
  const written = WRITTEN.map((text) => ({ text, bound: NAMES }))
  const random = [...generatedBlocks(20_261_129, COUNT)].filter(isAccepted).map((text) => ({ text, bound: NAMES }))
  /** Of every look: why the host refuses it. */
  const told = new Map<AskedLook, string[]>()
  beforeAll(() => {
    const found = findShell(kind.target(), 'host.ps1', process.platform)
    if ('code' in found) throw new Error(found.code)
    const looks = [...documents, ...written, ...random]
    for (const [at, why] of judgedByHost(found.program, READERS, looks).entries()) told.set(looks[at] as AskedLook, why)
    expect(told.size).toBe(looks.length)
  }, 300_000)
  const refused = (looks: readonly AskedLook[]) =>
    looks.flatMap((look) => {
      const why = told.get(look) ?? ['it was not judged']
      return why.length === 0 ? [] : [{ text: look.text, why }]
    })

  test('no look of a document that loads is refused by the host', () => {
    expect(documents.length).toBeGreaterThan(45)
    expect(refused(documents)).toEqual([])
  })

  test('what is written here passes both', () => {
    expect(WRITTEN.filter((text) => !isAccepted(text))).toEqual([])
    expect(refused(written)).toEqual([])
  })

  test(`of ${COUNT} blocks at random none passes the loader alone`, () => {
    expect(random.length).toBeGreaterThan(0.05 * COUNT)
    expect(refused(random)).toEqual([])
  })
})
