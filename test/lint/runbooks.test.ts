/**
 * Five times ten public procedures, each written down once from the documentation alone and never mended afterwards: what a stranger's first draft is told.
 * A document that loads says nothing. When they were written one of the first ten loaded, four of the further ten, six of the operators', three of the administrators' and eight of the engineers'.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { formatFault } from '../../src/text/fault.ts'

/** What each draft is told today, by the folder that holds it. */
const SAID: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  runbooks: {
    'exchange-dag-maintenance.md': [],
    'failover-front-end-pool.md': [
      '97: `$pool` stands in the braces of a filter, which the server of `Get-CsUser` reads, and it knows no variable of this block; write the filter as a text: `-Filter "… -eq \'$pool\'"`',
    ],
    'fix-orphaned-users.md': [],
    'force-availability-group.md': [],
    'free-full-log.md': [
      "125: `@cmd` is executed, but a text in it has no N before it, and its code page changes what it says; write N before its quotes: N'… N' + QUOTENAME(@x, '''')",
    ],
    'log-shipping-failover.md': [],
    'patch-cluster-node.md': [
      '101: a `check` block only reads, and `gcm` may do more; a block that looks sees no command that acts: ask `Get-Module -ListAvailable -Name …` what is installed',
    ],
    'renew-sql-certificate.md': ["8: `host` is a variable of PowerShell's own; choose another one, such as `hostName`"],
    'repair-suspect-database.md': [
      '59: `@sql` has room for 500 characters, and up to 603 are put into it: the rest would be cut off, and what is left run; declare it as nvarchar(max)',
      '81: a text is put together where it is executed; build it in a variable first, and test that for NULL',
    ],
    'seize-fsmo-roles.md': ['114: the quotes after `/manualpeerlist:` begin within an argument; put them round the whole argument'],
  },
  'further-runbooks': {
    'assign-oauth-certificate.md': [],
    'force-mirror-and-fail-back.md': [],
    'force-quorum-at-dr-site.md': [],
    'move-dns-name.md': [],
    'patch-cluster-instance.md': [],
    'planned-group-failover.md': [],
    'renew-exchange-certificate.md': [
      '15: `password` asks for a secret, and what is answered stands in the plan, on every card and in the log; make its type `secret`, which is answered with the name of a configured one, or keep it where the block runs',
    ],
    'restore-damaged-page.md': [],
    'restore-sysvol.md': [
      '74: `Invoke-Command` is refused: it runs somewhere else than the fence says; name the target in `on=`; in a step with `each`, use a command that is told its machine by `-ComputerName`',
      '74: `sc` is Set-Content in Windows PowerShell, and would write a file; write `sc.exe`',
      '99: `sc` is Set-Content in Windows PowerShell, and would write a file; write `sc.exe`',
      '100: `sc` is Set-Content in Windows PowerShell, and would write a file; write `sc.exe`',
      '141: `Invoke-Command` is refused: it runs somewhere else than the fence says; name the target in `on=`; in a step with `each`, use a command that is told its machine by `-ComputerName`',
      '141: `sc` is Set-Content in Windows PowerShell, and would write a file; write `sc.exe`',
    ],
    'rotate-tde-certificate.md': [
      '14: `password` asks for a secret, and what is answered stands in the plan, on every card and in the log; make its type `secret`, which is answered with the name of a configured one, or keep it where the block runs',
      '47: `@s` is executed, but QUOTENAME of an expression is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
      "62: `@s` is executed, but a text in it has no N before it, and its code page changes what it says; write N before its quotes: N'… N' + QUOTENAME(@x, '''')",
      '84: `@s` is executed, but QUOTENAME of an expression is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
  },
  'runbooks-of-operators': {
    'add-tempdb-files.md': [],
    'fail-over-replica-vm.md': [],
    'move-file-share.md': [
      '45: a `read` block only reads, and an object cannot be made in it; answer with a hashtable: leave `[pscustomobject]` out and write `@{ … }`',
      '45: a `read` block only reads, and `[math]::Round()` may do more; write `[decimal]::Round($x, 1)`, `[decimal]::Floor($x)` or `Ceiling`; `if` for the smaller of two, `Measure-Object -Maximum` for the greatest of several',
      '70: `cmd` is refused: it runs a text as a program; set `$PSNativeCommandUseErrorActionPreference = $false` before the program whose codes mean more than failure, and throw where `$LASTEXITCODE` says so',
    ],
    'reassign-agent-jobs.md': [],
    'recycle-wsus-pool.md': [],
    'renew-iis-certificate.md': [],
    'repair-log-chain.md': [],
    'resume-dfs-replication.md': [
      '67: `cmd.exe` is refused: it runs a text as a program; set `$PSNativeCommandUseErrorActionPreference = $false` before the program whose codes mean more than failure, and throw where `$LASTEXITCODE` says so',
    ],
    'revert-to-snapshot.md': [],
    'unlock-service-login.md': [
      '39: LOGINPROPERTY is of a type that the server alone knows (sql_variant); CAST it to the type that it holds',
    ],
  },
  'runbooks-of-administrators': {
    'activate-mailbox-copy.md': [],
    'dhcp-partner-down.md': [
      '105: `$state` is a value of this document and cannot be set; use a variable of another name',
      '130: `$state` is a value of this document and cannot be set; use a variable of another name',
    ],
    'end-blocking-chain.md': [
      "23: `host` is a variable of PowerShell's own; choose another one, such as `hostName`",
      '132: `@kill` is executed, but CAST is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
    'force-query-plan.md': [],
    'hand-over-tasks.md': [
      '95: `Register-ScheduledTask` is refused: it runs on after the block, and nothing can stop or judge it; let a step by hand (`confirm`) make the task, and its `check` look at it',
    ],
    'move-database-file.md': [],
    'reinitialise-subscriber.md': [],
    'remove-lingering-objects.md': [
      '36: `$failures` is a value of this document and cannot be set; use a variable of another name',
      '54: a `read` block only reads, and `[Math]::Min()` may do more; write `[decimal]::Round($x, 1)`, `[decimal]::Floor($x)` or `Ceiling`; `if` for the smaller of two, `Measure-Object -Maximum` for the greatest of several',
      '78: a `check` block only reads, and `/options` of `repadmin` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
    'renew-capture-instance.md': [],
    'service-to-gmsa.md': [
      '49: a `before` block only reads, and `Get-KdsRootKey` may do more; move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
  },
  'runbooks-of-engineers': {
    'add-database-to-group.md': [],
    'cap-resource-pool.md': [],
    'move-management-store.md': [],
    'publish-revocation-list.md': [
      '34: a `read` block only reads, and `-getreg` of `certutil` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
      '121: a `check` block only reads, and `-dump` of `certutil` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
    ],
    'reseed-mailbox-copy.md': [],
    'reset-krbtgt.md': [
      '62: `.Create()` runs whatever it is given; write the statement itself',
      '124: `.Create()` runs whatever it is given; write the statement itself',
    ],
    'restart-database-mail.md': [],
    'restore-copy-to-time.md': [],
    'set-time-source.md': [],
    'slide-partition-window.md': [],
  },
}

const DRAFTS = Object.entries(SAID).flatMap(([folder, files]) =>
  Object.entries(files).map(([file, faults]) => [folder, file, faults] as const),
)

const draft = (folder: string, file: string): string => readFileSync(join(import.meta.dirname, folder, file), 'utf8')

test.each(DRAFTS)('%s/%s is told all that is wrong with it', (folder, file, faults) => {
  const judged = judgeDocument(file, draft(folder, file))
  expect('faults' in judged ? judged.faults.map((fault) => formatFault(fault).slice(file.length + 1)) : []).toEqual(faults)
})

test.each(Object.entries(SAID))('every first draft of %s is asked, and each names where it is from', (folder, files) => {
  expect(readdirSync(join(import.meta.dirname, folder)).toSorted()).toEqual(Object.keys(files).toSorted())
  for (const file of Object.keys(files)) expect(draft(folder, file)).toMatch(/^source: (https:|")/m)
})
