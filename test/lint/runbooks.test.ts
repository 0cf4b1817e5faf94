/**
 * Ten public procedures, each written down once from the documentation alone and never mended afterwards: what a stranger's first draft is told.
 * A document that loads says nothing.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { formatFault } from '../../src/procedure/fault.ts'

const RUNBOOKS = join(import.meta.dirname, 'runbooks')

const SAID: Readonly<Record<string, readonly string[]>> = {
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
}

test.each(Object.entries(SAID))('%s is told all that is wrong with it', (file, faults) => {
  const judged = judgeDocument(file, readFileSync(join(RUNBOOKS, file), 'utf8'))
  expect('faults' in judged ? judged.faults.map((fault) => formatFault(fault).slice(file.length + 1)) : []).toEqual(faults)
})

test('every first draft is asked, and each names where it is from', () => {
  const files = readdirSync(RUNBOOKS)
  expect(files.toSorted()).toEqual(Object.keys(SAID).toSorted())
  for (const file of files) expect(readFileSync(join(RUNBOOKS, file), 'utf8')).toMatch(/^source: https:/m)
})
