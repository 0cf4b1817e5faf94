/** Commands as translations and pages print them, each planted in a document: refused at its line, with the right name where one can be told. */
import { expect, test } from 'vitest'
import { judgeDocument } from '../../../src/lint/judge-document.ts'
import { withReaders } from '../../../src/lint/usual-readers.ts'
import { RUN } from './damaged-commands.ts'

const CHECK: [title: string, text: string, faults: string[]][] = [
  [
    'a cmdlet that does not exist',
    '$x = Get-CsPersistentChatActiveServer -Identity $pool',
    [
      '23: `Get-CsPersistentChatActiveServer` is no cmdlet of Skype for Business Server that is known here; write it as its reference does, or add it to `readers.cmdlets` in the configuration',
    ],
  ],
  [
    'a translated verb',
    '$x = 가져오기-CsPersistentChatState -Identity $pool',
    [
      '23: `가져오기-CsPersistentChatState` is no cmdlet of Skype for Business Server that is known here; did you mean `Get-CsPersistentChatState`?',
    ],
  ],
  [
    'a status asked by module',
    '$x = Get-CsBackupServiceStatus -PoolFqdn $pool -BackupModule DataConf',
    ['23: `-BackupModule` is no parameter of `Get-CsBackupServiceStatus`; it has `-PoolFqdn`, `-Category`, `-Force`'],
  ],
  [
    'a computer asked by its pool',
    '$x = Get-CsComputer -PoolFqdn $pool',
    ['23: `-PoolFqdn` is no parameter of `Get-CsComputer`; did you mean `-Pool`?'],
  ],
  [
    'fabric without its pool',
    '$x = Get-CsPoolFabricState',
    [
      '23: `Get-CsPoolFabricState` lacks `-PoolFqdn`, or `-Tenant`, or `-UserUri`, or `-RoutingGroup`; add what it needs: nobody is there to be asked for it',
    ],
  ],
]

const FINE = [
  'Set-CsPersistentChatState -Identity "PersistentChatServer:$pool" -PoolState FailedOver -Confirm:$false',
  'set-cspersistentchatstate -identity "service:lyncpc.contoso.com" -poolstate normal',
  'Install-CsMirrorDatabase -DatabaseType PersistentChat -FileShare x -SqlServerFqdn $pool -Verbose -Confirm:$false',
  'Invoke-CsManagementServerFailover -Confirm:$false',
  'Invoke-CsManagementServerFailover -BackupSqlServerFqdn $pool -Force -WhatIf:$false',
  'Invoke-CsManagementServerFailover -BackupSqlServerFqdn $pool -Force -Confirm:$false',
  'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn $pool',
  'Get-CsUser -Filter x | Move-CsUser -Target $pool -Confirm:$false',
  '$p = @{ PoolFqdn = $pool }; Start-CsPool @p',
  'Get-CsUserPoolInfo $pool',
  "Export-Csv -Path x; ConvertTo-Csv -InputObject 'x'",
  'function Set-CsOurs { 1 }; Set-CsOurs',
]

const READERS = withReaders({ known: [{ name: 'Set-CsOurs', sets: [{ names: ['Name'], needs: [], values: {} }] }] })

/** A document whose block begins in line 23. */
function planted(role: string, text: string, readers = withReaders({})): string[] {
  const document = `---
command: /plant it
title: A damaged command
source: "a page"
policy: disaster-recovery
lock: it
parameters:
  pool: { type: fqdn, ask: "Which pool?" }
  shell: { type: powershell, ask: "Which shell?" }
---

Use this never.

## Do it

What it means.

\`\`\`yaml
gate: disaster-recovery
\`\`\`

\`\`\`powershell ${role === 'run' ? 'run' : 'check'} on=shell
${text}
${role === 'run' ? '' : '@{ Done = $true; Detail = $pool }\n'}\`\`\`

\`\`\`powershell ${role === 'run' ? 'check' : 'run'} on=shell
${role === 'run' ? '@{ Done = $true; Detail = $pool }' : 'Start-CsPool -PoolFqdn $pool'}
\`\`\`
`
  const judged = judgeDocument('commands/plant-it.md', document, readers)
  return 'faults' in judged ? judged.faults.map(({ file, line, what, next }) => `${file}:${line}: ${what}; ${next}`) : []
}

test.each(RUN)('%s is refused', (_, text, faults) => {
  expect(planted('run', text)).toEqual(faults.map((fault) => `commands/plant-it.md:${fault}`))
})

test.each(CHECK)('%s is refused where only looks may be', (_, text, faults) => {
  expect(planted('check', text)).toEqual(faults.map((fault) => `commands/plant-it.md:${fault}`))
})

test.each(FINE)('`%s` is as the reference has it', (text) => {
  expect(planted('run', text)).toEqual([])
})

test('what the configuration adds is known, with its parameters alone', () => {
  expect(planted('run', 'Set-CsOurs -Name x', READERS)).toEqual([])
  expect(planted('run', 'Set-CsOurs -Nme x', READERS)).toEqual([
    'commands/plant-it.md:23: `-Nme` is no parameter of `Set-CsOurs`; did you mean `-Name`?',
  ])
})
