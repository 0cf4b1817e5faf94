/**
 * Twice ten public procedures, each written down once from the documentation alone and never mended afterwards: what a stranger's first draft is told.
 * A document that loads says nothing. Of the first ten one loaded when they were written, of the further ten four.
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
      '31: `ForEach-Object` calls whatever the word after it names; give it a script block in braces',
      '97: `RegistrarPool` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
    ],
    'fix-orphaned-users.md': [
      '17: a `read` block only reads, and EXEC of sp_change_users_login may do more; use a query, or add it to `readers` in the configuration when it changes nothing',
    ],
    'force-availability-group.md': [],
    'free-full-log.md': [
      "125: `@cmd` is executed, but a text in it has no N before it, and its code page changes what it says; write N before its quotes: N'… N' + QUOTENAME(@x, '''')",
    ],
    'log-shipping-failover.md': [],
    'patch-cluster-node.md': ['101: `gcm` is an alias; write `Get-Command`'],
    'renew-sql-certificate.md': [
      '8: `host` is a name with a meaning of its own; choose another one',
      '21: `sort` is an alias; write `Sort-Object`',
    ],
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
    'move-dns-name.md': [
      '21: `echo` is an alias; write `Write-Output`',
      '64: `ipconfig` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
    ],
    'patch-cluster-instance.md': [
      '24: `hostname` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
    ],
    'planned-group-failover.md': [],
    'renew-exchange-certificate.md': [
      '15: `password` asks for a secret, and what is answered stands in the plan, on every card and in the log; keep it where the block runs: a vault, a file that the account of the target may read, or the target’s own log-in',
      "104: `fresh` is found by this step's own `read`, and a `check` is asked before it, to see whether all is done already; capture it in an earlier step, or query it again in the `check`",
    ],
    'restore-damaged-page.md': [],
    'restore-sysvol.md': [
      '21: `repadmin` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '55: `repadmin` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '74: `Invoke-Command` is refused: it runs somewhere else than the fence says; name the target in `on=`',
      '74: `sc` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '99: `sc` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '100: `sc` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '124: `repadmin` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '141: `Invoke-Command` is refused: it runs somewhere else than the fence says; name the target in `on=`',
      '141: `sc` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '141: `DFSRDIAG` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '152: `net` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
      '153: `net` is an alias or a program; write the full name of the cmdlet, or of the program with `.exe`',
    ],
    'rotate-tde-certificate.md': [
      '14: `password` asks for a secret, and what is answered stands in the plan, on every card and in the log; keep it where the block runs: a vault, a file that the account of the target may read, or the target’s own log-in',
      '47: `@s` is executed, but QUOTENAME of an expression is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
      "62: `@s` is executed, but a text in it has no N before it, and its code page changes what it says; write N before its quotes: N'… N' + QUOTENAME(@x, '''')",
      '84: `@s` is executed, but QUOTENAME of an expression is put into it; use only literals, QUOTENAME(@x), and CAST(CAST(… AS int) AS nvarchar(11))',
    ],
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
  for (const file of Object.keys(files)) expect(draft(folder, file)).toMatch(/^source: https:/m)
})
