/** Blocks that look by a program, written by somebody who wants it to do more: each has a way of its own past its orders. */
import { expect, test } from 'vitest'
import { lintPowershell } from '../../../src/lint/powershell/lint.ts'
import { linted } from '../linted.ts'

const ATTACKS: readonly (readonly [way: string, text: string, fault: string])[] = [
  [
    'orders for a program',
    "'ls -d a > b.txt' | nslookup.exe",
    '0: a `read` block only reads, and what `nslookup.exe` is given by the pipeline may be orders; give it arguments',
  ],
  [
    'a file of a program',
    'certutil.exe -store My 1 C:\\out.txt',
    '0: a `read` block only reads, and `1` of `certutil.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a window of a program',
    'certutil.exe -viewstore My',
    '0: a `read` block only reads, and `-viewstore` of `certutil.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a file of another',
    'wevtutil.exe qe System /sbm:C:\\out.xml',
    '0: a `read` block only reads, and `/sbm:C:\\out.xml` of `wevtutil.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a second order behind a question',
    'nltest /dsgetdc:contoso.com /sc_reset:contoso.com',
    '0: a `read` block only reads, and `/sc_reset:contoso.com` of `nltest` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order of replication behind a question',
    'repadmin /showrepl dc1 /syncall',
    '0: a `read` block only reads, and `/syncall` of `repadmin` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order of replication that a value is',
    'repadmin /showrepl $database /csv',
    '0: a `read` block only reads, and `$database` may be an option of `repadmin` itself; let it be a parameter, a capture or an `each` item of the type `fqdn` or `path`, or move the command into the `run` block',
  ],
  [
    'an order that a value in quotes is',
    'repadmin /showrepl "$database"',
    '0: a `read` block only reads, and `"$database"` may be an option of `repadmin` itself; let it be a parameter, a capture or an `each` item of the type `fqdn` or `path`, or move the command into the `run` block',
  ],
  [
    'an order that a property is',
    'repadmin /showrepl (Get-Thing).Name',
    '0: a `read` block only reads, and `(Get-Thing).Name` may be an option of `repadmin` itself; let it be a parameter, a capture or an `each` item of the type `fqdn` or `path`, or move the command into the `run` block',
  ],
  [
    'routes that are thrown away',
    'route print -f',
    '0: a `read` block only reads, and `-f` of `route` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order that a variable of the block is',
    '$x = Get-Thing\nsetspn.exe -L $x',
    '1: a `read` block only reads, and `$x` may be an option of `setspn.exe` itself; let it be a parameter, a capture or an `each` item of the type `fqdn` or `path`, or move the command into the `run` block',
  ],
  ['an order behind a back-tick', 'repadmin.exe /showrepl dc1 `/syncall', '0: a back-tick outside a string hides what is meant; remove it'],
  [
    'an order whose first letter is a number',
    'repadmin.exe /showrepl "`u{2f}syncall"',
    '0: `` `u{…} `` writes a character that nobody reads as what it is; write the character itself',
  ],
  [
    'an order that another back-tick hides',
    'repadmin.exe /showrepl "`/syncall"',
    '0: a `read` block only reads, and `"`/syncall"` of `repadmin.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order within the quotes of an argument, which Windows PowerShell lets out',
    `nltest.exe '/dsgetdc:a" /sc_reset:b "'`,
    '0: a `read` block only reads, and `\'/dsgetdc:a" /sc_reset:b "\'` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order within the quotes of a text with a value',
    `nltest.exe "/dsgetdc:$database"" /sc_reset:b "`,
    '0: a `read` block only reads, and `"/dsgetdc:$database"" /sc_reset:b "` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a backslash that Windows PowerShell puts before the closing quote',
    `nltest.exe '/dsgetdc:a b\\' '/site:x /sc_reset:b'`,
    "0: a `read` block only reads, and `'/dsgetdc:a b\\'` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks",
  ],
  [
    'the ending of an order that a value is',
    'nltest.exe /dsgetdc:a "/v$database"',
    '0: a `read` block only reads, and `"/v$database"` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order behind a colon',
    'setspn.exe -L:$database',
    '0: a `read` block only reads, and `-L` of `setspn.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order that a value is',
    'cluster group SQL $database',
    '0: a `read` block only reads, and `$database` of `cluster` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a second order of a program',
    'netdom.exe query trust /reset',
    '0: a `read` block only reads, and `/reset` of `netdom.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a second order that counts beside the first',
    'nltest.exe /query /sc_reset:contoso.com',
    '0: a `read` block only reads, and `/sc_reset:contoso.com` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a second order behind a domain',
    'nltest.exe /dsgetdc:contoso.com /sc_change_pwd:contoso.com',
    '0: a `read` block only reads, and `/sc_change_pwd:contoso.com` of `nltest.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order that somebody typed',
    'netdom.exe query $share',
    '0: a `read` block only reads, and `$share` of `netdom.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'an order behind what is only known later',
    'w32tm.exe /query /computer:$share /resync',
    '0: a `read` block only reads, and `/resync` of `w32tm.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a name that is given to this machine',
    'hostname.exe other',
    '0: a `read` block only reads, and `other` of `hostname.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'addresses that are given back',
    'ipconfig.exe /all /release',
    '0: a `read` block only reads, and `/release` of `ipconfig.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'tickets that are thrown away',
    'klist.exe tickets purge',
    '0: a `read` block only reads, and `purge` of `klist.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
  [
    'a store that is set',
    'bcdedit.exe /enum /set x',
    '0: a `read` block only reads, and `/set` of `bcdedit.exe` may do more; leave it out, or move it into the `run` block, or add it to `readers` in the configuration if it only looks',
  ],
]

test.each(ATTACKS)('a look is refused that would write by %s', (_, text, fault) => {
  expect(linted(lintPowershell, 'read', text)).toEqual([fault])
})
