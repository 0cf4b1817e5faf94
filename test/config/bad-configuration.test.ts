/** Everything that is wrong with a configuration is told at once, each at its line. */
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadConfiguration } from '../../src/config.ts'
import { faultsOf, GOOD, write } from './written.ts'

describe('a bad countersign.yaml', () => {
  test('reports all faults at once, each at its line, of one key and between them', () => {
    expect(
      faultsOf('installation: 7up\npractice: true\nsites: {}\nslack: {}\ntargets:\n  SEC: { kind: oracle, site: dc2 }\nslak: 1\n'),
    ).toEqual([
      '1: `installation` is no name; write a letter, then letters, digits, `_`, `.` or `-`, at most 63 in all',
      '4: `slack.botToken` is missing; add `botToken: …`',
      '4: `slack.appToken` is missing, which Socket Mode needs; add `appToken: { file: PATH }`',
      '4: `slack` stands beside `practice: true`, which lets anybody at the console speak as anybody. Remove one of them.',
      '6: `targets.SEC.kind` is none of `sql-server`, `powershell`; write one of them',
      '6: target SEC is not a practice target, and `practice: true` lets anybody at the console speak as anybody. Remove `practice: true`, or mark the target with `practice: true` if it is one.',
      '6: target SEC lies in site `dc2`, which is not configured; add it under `sites`, or choose one of (none yet)',
      '7: `slak` is no key that is known here; did you mean `slack`?',
    ])
  })

  const SEC =
    'SEC: { kind: sql-server, site: dc2, host: sqlb1.contoso.com, instance: RTC, port: 14331, user: sa, password: { env: SEC_PASSWORD }, practice: true }'
  const sec = (from: string, to: string): string => GOOD.replace(SEC, SEC.replace(from, to))

  test.each<[string, string, string[]]>([
    [
      'a password in plain text',
      sec('{ env: SEC_PASSWORD }', 'hunter2'),
      ['8: `targets.SEC.password` must say where the secret is, and never the secret itself; write `{ env: NAME }` or `{ file: PATH }`'],
    ],
    [
      'a key that is like another',
      sec('password:', 'pasword:'),
      [
        '8: `targets.SEC.password` is missing; add `password: …`',
        '8: `targets.SEC.pasword` is no key that is known here; did you mean `password`?',
      ],
    ],
    [
      'a key that is like none',
      sec('practice: true', 'practice: true, colour: red'),
      [
        '8: `targets.SEC.colour` is no key that is known here; the keys are `kind`, `site`, `host`, `instance`, `port`, `serverName`, `address`, `user`, `password`, `reader`, `ca`, `practice`',
      ],
    ],
    [
      'a reader without a password',
      sec('practice: true', 'reader: { user: looks }, practice: true'),
      ['8: `targets.SEC.reader.password` is missing; add `password: …`'],
    ],
    [
      'a reader that is a name only',
      sec('practice: true', 'reader: looks, practice: true'),
      ['8: `targets.SEC.reader` must be a log-in of its own; write `reader: { user: NAME, password: { file: PATH } }`'],
    ],
    [
      'a reader that is the log-in that acts',
      sec('practice: true', 'reader: { user: SA, password: { env: SEC_PASSWORD } }, practice: true'),
      [
        '8: target SEC looks with SA, the log-in that acts, so a look could write. Make a second log-in on the server that may only look, and name it here.',
      ],
    ],
    [
      'a kind that is like another',
      sec('sql-server', 'sql-sever'),
      ['8: `targets.SEC.kind` is none of `sql-server`, `powershell`; did you mean `sql-server`?'],
    ],
    ['no kind', sec('kind: sql-server, ', ''), ['8: `targets.SEC.kind` is missing; add `kind: sql-server` or `powershell`']],
    ['a port that nobody can dial', sec('14331', '0'), ['8: `targets.SEC.port` is less than 1; write a larger number']],
    ['a port beyond the last', sec('14331', '70000'), ['8: `targets.SEC.port` is more than 65535; write a smaller number']],
    ['half a port', sec('14331', '14.5'), ['8: `targets.SEC.port` must be a whole number; write it like `8642`']],
    ['a port in words', sec('14331', 'first'), ['8: `targets.SEC.port` must be a number; write it like `8642`']],
    ['a number for a name', sec('user: sa', 'user: 7'), ['8: `targets.SEC.user` must be text; write it in quotes']],
    ['an empty name', sec('user: sa', "user: ''"), ['8: `targets.SEC.user` is empty; write it, or remove the key']],
    ['nothing at all', sec('user: sa', 'user:'), ['8: `targets.SEC.user` has no value; write it, or remove the key']],
    [
      'a host that DNS does not know',
      sec('sqlb1.contoso.com', 'h'.repeat(254)),
      ['8: `targets.SEC.host` has more than 253 characters; shorten it'],
    ],
    ...[
      'sqlb1\\RTC',
      'tcp:sqlb1',
      '"sqlb1,14331"',
      'sqlb1:14331',
      'db:14331',
      '"10.0.0.4:14331"',
      '"[fd00::4]:14331"',
      'https://fe5/powershell',
      'sqlb1.contoso.com.',
      '"sql b1"',
    ].map((written): [string, string, string[]] => [
      `a host with more than a host in it, ${written}`,
      sec('sqlb1.contoso.com', written),
      [
        '8: `targets.SEC.host` is no name of a machine; write the name or the IP address alone, an instance as `instance` and a port as `port`',
      ],
    ]),
    [
      'an address to dial with a port in it',
      sec('practice: true', 'address: "10.0.0.4,14331", practice: true'),
      [
        '8: `targets.SEC.address` is no name of a machine; write the name or the IP address alone, an instance as `instance` and a port as `port`',
      ],
    ],
    ...['sqlb1', '10.0.0.4', '"fd00::4"', '"fe80::4%eth0"', 'SQL_B1', 'sql_b1.contoso.com', '서버1'].map(
      (written): [string, string, string[]] => [`nothing of the host ${written}`, sec('sqlb1.contoso.com', written), []],
    ),
    [
      'an instance that is none',
      sec('RTC', '7RTC'),
      [
        '8: `targets.SEC.instance` is no name of an instance; write a letter or `_`, then letters, digits, `_`, `$` or `#`, at most 16 in all',
      ],
    ],
    [
      'truth in words',
      GOOD.replace('practice: true\nsites', 'practice: yes\nsites'),
      ['2: `practice` must be true or false; write `true` or `false`'],
    ],
    [
      'a target whose name is none',
      GOOD.replace('  shell:', '  7shell:'),
      ['9: `targets.7shell` is no name; write a letter, then letters, digits, `_`, `.` or `-`, at most 63 in all'],
    ],
    [
      'a list of one word',
      GOOD.replace('[./practice.psm1, SkypeForBusiness]', 'SkypeForBusiness'),
      ['9: `targets.shell.modules` must be a list; write it like `[a, b]`'],
    ],
    [
      'sites that are a list',
      GOOD.replace(/sites:[^]*targets/, 'sites: dc2\ntargets'),
      ['3: `sites` must be keys and values; write `key: value` lines'],
    ],
    ['no targets', GOOD.replace(/targets:[^]*/, ''), ['1: `targets` is missing; add `targets: …`']],
    ['a key twice', `${GOOD}practice: true\n`, ['10: this key stands here twice; keep one of them']],
    [
      'something that stands nowhere',
      GOOD.replace('powershell, site: dc2', 'powershell, site: *here'),
      ['9: `*here` stands for something written elsewhere; write it out here'],
    ],
    [
      'something that grows without end',
      `a: &a [1, 1]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c, *c]\ne: [*d, *d, *d, *d]\n`,
      ['1: what stands for something written elsewhere makes this too large; write it out'],
    ],
  ])('says of %s what it is and what to write', (_, text, said) => {
    expect(faultsOf(text)).toEqual(said)
  })

  test('one thing may be said at two places', () => {
    expect(faultsOf(GOOD.replace('site: dc2', 'site: &here dc2').replace('powershell, site: dc2', 'powershell, site: *here'))).toEqual([])
  })

  test('says where YAML ends', () => {
    expect(faultsOf('installation: "open\nsites: {}\n')).toEqual([
      '3: this is not YAML that can be read (Missing closing "quote); close what is open, and put a text with quotes, braces or brackets in quotes',
    ])
  })

  test.each<[string, Uint8Array]>([
    ['in a page of Windows', Buffer.from(GOOD.replace('contoso', 'größe'), 'latin1')],
    ['in UTF-16', Buffer.from(GOOD, 'utf16le')],
    ['with a byte order mark', Buffer.from(`\uFEFF${GOOD}`)],
  ])('says once of a file %s that it is no plain text', (_, bytes) => {
    const file = write('')
    writeFileSync(file, bytes)
    expect(loadConfiguration(file)).toEqual({
      faults: [{ file, line: 1, what: 'this is not plain UTF-8 text', next: 'save it as UTF-8 without a byte order mark' }],
    })
  })

  test('says that a file is not there', () => {
    expect(loadConfiguration('/nowhere/countersign.yaml')).toEqual({
      faults: [
        {
          file: '/nowhere/countersign.yaml',
          line: 1,
          what: 'there is no such file.',
          next: 'Name the configuration with --config, or copy the countersign.yaml of the project.',
        },
      ],
    })
  })
})
