import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { workerTargets } from '../../src/cli/worker/worker-targets.ts'
import { formatFault } from '../../src/text/fault.ts'
import { loadConfiguration, resolveSecret, targetsOf } from '../../src/config.ts'

const KEY = 'MCowBQYDK2VwAyEA3p4bB0F0cJ2m1yq2yV0w7yXo0m0v4y5H1v8q6m0e1dM='

const above = mkdtempSync(join(tmpdir(), 'configuration-'))
afterAll(() => rmSync(above, { recursive: true }))

function write(text: string): string {
  const file = join(mkdtempSync(join(above, 'c-')), 'countersign.yaml')
  writeFileSync(file, text)
  return file
}

/** Every fault of a text, as people see it, without the name of its file. */
function faultsOf(text: string): string[] {
  const file = write(text)
  const read = loadConfiguration(file)
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace(`${file}:`, '')) : []
}

const GOOD = `installation: contoso
practice: true
sites:
  dc2:
    workers:
      a: { key: "${KEY}" }
targets:
  SEC: { kind: sql-server, site: dc2, host: sqlb1.contoso.com, instance: RTC, port: 14331, user: sa, password: { env: SEC_PASSWORD }, practice: true }
  shell: { kind: powershell, site: dc2, host: fe5.contoso.com, practice: true, modules: [./practice.psm1, SkypeForBusiness] }
`

describe('countersign.yaml', () => {
  test('given a good file, its paths are made absolute and module names are left alone', () => {
    const file = write(GOOD)
    const read = loadConfiguration(file)
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(read.configuration.commands).toBe(join(file, '..', 'commands'))
    expect(read.configuration.targets['shell']).toMatchObject({ modules: [join(file, '..', 'practice.psm1'), 'SkypeForBusiness'] })
    expect(read.configuration.console.port).toBe(8642)
  })

  test('a target of a plan holds no secret and no way to the server', () => {
    const read = loadConfiguration(write(GOOD))
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(targetsOf(read.configuration)).toEqual({
      SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: 'RTC', port: 14331, site: 'dc2', practice: true },
      shell: { kind: 'powershell', name: 'shell', host: 'fe5.contoso.com', site: 'dc2', practice: true },
    })
  })

  test('refuses a named instance without its port, and never takes that of the default instance for it', () => {
    expect(faultsOf(GOOD.replace(' port: 14331,', ''))).toEqual([
      '8: target SEC names the instance RTC and no port, and a named instance listens on a port of its own. Write it as `port`: SQL Server Configuration Manager shows it (Protocols for RTC, TCP/IP, IPAll). Give the instance a fixed one there.',
    ])
    for (const instance of ['', ' instance: MSSQLSERVER,']) {
      const read = loadConfiguration(write(GOOD.replace(' instance: RTC, port: 14331,', instance)))
      if ('faults' in read) throw new Error(JSON.stringify(read.faults))
      expect(targetsOf(read.configuration)['SEC']).toMatchObject({ port: 1433 })
    }
  })

  test('a target of a plan says what its server may call itself, because people approve it', () => {
    for (const written of ["'SQLB1\\RTC'", "['SQLB1\\RTC']"]) {
      const read = loadConfiguration(write(GOOD.replace(' port: 14331,', ` port: 14331, serverName: ${written},`)))
      if ('faults' in read) throw new Error(JSON.stringify(read.faults))
      expect(targetsOf(read.configuration)['SEC']).toMatchObject({ serverName: ['SQLB1\\RTC'] })
    }
  })

  test('a target of a plan says under which log-in its blocks look, and not with which password', () => {
    const read = loadConfiguration(write(GOOD.replace(' port: 14331,', ' port: 14331, reader: { user: looks, password: { file: look } },')))
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(targetsOf(read.configuration)['SEC']).toMatchObject({ reader: 'looks' })
    expect(read.configuration.targets['SEC']).toMatchObject({ reader: { password: { file: join(read.file, '../look') } } })
    expect(JSON.stringify(targetsOf(read.configuration))).not.toContain('password')
  })

  test('a target of a plan says what the machine may call itself on which its PowerShell runs, because people approve it', () => {
    for (const written of ['FE5', '[FE5]']) {
      const read = loadConfiguration(write(GOOD.replace('kind: powershell,', `kind: powershell, machineName: ${written},`)))
      if ('faults' in read) throw new Error(JSON.stringify(read.faults))
      expect(targetsOf(read.configuration)['shell']).toMatchObject({ machineName: ['FE5'] })
      expect(workerTargets(read.configuration, 'dc2')['shell']).toMatchObject({ machineName: ['FE5'], practice: true })
    }
  })

  test('a PowerShell endpoint may say where names lead that are asked on it', () => {
    const names = (written: string) => write(GOOD.replace('kind: powershell,', `kind: powershell, names: { ${written} },`))
    const read = loadConfiguration(names('portal.contoso.com: "web1.contoso.com:443"'))
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(workerTargets(read.configuration, 'dc2')['shell']).toMatchObject({ names: { 'portal.contoso.com': 'web1.contoso.com:443' } })
    expect(JSON.stringify(targetsOf(read.configuration))).not.toContain('portal')
    expect('faults' in loadConfiguration(names('portal.contoso.com: "https://web1/"'))).toBe(true)
    expect('faults' in loadConfiguration(names('10.1.1.1: web1'))).toBe(true)
  })

  test('a PowerShell endpoint may have a way of its own for looking, which needs a script', () => {
    const read = loadConfiguration(
      write(
        GOOD.replace(
          'kind: powershell,',
          'kind: powershell, initialise: "1", reader: { initialise: "2", user: looks, password: { file: look } },',
        ),
      ),
    )
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    expect(read.configuration.targets['shell']).toMatchObject({
      reader: { initialise: '2', password: { file: join(read.file, '../look') } },
    })
    expect(workerTargets(read.configuration, 'dc2')['shell']).toMatchObject({ initialise: '1', reader: { initialise: '2', user: 'looks' } })
    expect(faultsOf(GOOD.replace('kind: powershell,', 'kind: powershell, reader: { user: looks },'))).toEqual([
      "9: target shell has a `reader` and no `initialise`, so nothing logs in with it: blocks run as the worker's own account. Write an `initialise` script that connects as `$user`, or remove `reader`.",
    ])
  })

  test('refuses a name of a machine that nothing is compared with', () => {
    expect(faultsOf(GOOD.replace('kind: powershell,', 'kind: powershell, machineName: FE5, initialise: "1",'))).toEqual([
      "9: target shell has a `machineName` beside `initialise`, and then the worker's machine only carries what goes over: nothing is compared with that name. Remove `machineName`, or `initialise` if the blocks are to run on the worker’s machine.",
    ])
  })

  test('the example of the project is without fault', () => {
    expect('configuration' in loadConfiguration(join(import.meta.dirname, '../../countersign.yaml'))).toBe(true)
  })

  test('refuses practice beside a real target', () => {
    expect(faultsOf(GOOD.replace('practice: true, modules', 'modules'))).toEqual([
      '9: target shell is not a practice target, and `practice: true` lets anybody at the console speak as anybody. Remove `practice: true`, or mark the target with `practice: true` if it is one.',
    ])
  })

  const withSlack = (more: string): string => GOOD.replace('sites:', `slack: { botToken: { env: BOT }, ${more} }\nsites:`)

  test('refuses a control of the practice estate outside practice, and elsewhere than on this machine', () => {
    const control = "practiceControl: { url: 'http://127.0.0.1:4100', token: { env: PRACTICE_PANEL_TOKEN } }\n"
    expect(faultsOf(control + GOOD)).toEqual([])
    expect(faultsOf(control + GOOD.replaceAll(/practice: true(, |\n)?/g, '').replaceAll(/, *}/g, ' }'))).toEqual([
      '1: `practiceControl` lets anybody at the console break the practice estate, and stands in a configuration without `practice: true`. Remove it.',
    ])
    expect(faultsOf(control.replace('127.0.0.1', '10.0.0.4') + GOOD)).toEqual([
      '1: `practiceControl.url` is no loopback address; write it like `http://127.0.0.1:4100`',
    ])
  })

  test('refuses practice beside Slack, but not beside a stand-in of Slack on this machine', () => {
    expect(faultsOf(withSlack('appToken: { env: APP }'))).toEqual([
      '3: `slack` stands beside `practice: true`, which lets anybody at the console speak as anybody. Remove one of them.',
    ])
    expect(faultsOf(withSlack('appToken: { env: APP }, apiUrl: "http://127.0.0.1:4000/api/"'))).toEqual([])
  })

  test('refuses a language that is not spoken here, with those that are', () => {
    const slack = (more: string): string => withSlack(`appToken: { env: APP }, apiUrl: "http://127.0.0.1:4000/api/"${more}`)
    expect(faultsOf(slack(', languages: { C0INCIDENT: en }'))).toEqual([])
    expect(faultsOf(slack(', languages: { C0INCIDENT: ko }'))).toEqual([
      '3: `slack.languages.C0INCIDENT` is none of `en`; write one of them',
    ])
    expect(faultsOf(slack(', languages: { incident: en }'))).toEqual([
      '3: `slack.languages.incident` is no id of a channel; copy it from the channel’s details, like `C0123ABCD`',
    ])
    expect(faultsOf(`language: ko\n${slack('')}`)).toEqual(['1: `language` is none of `en`; write one of them'])
  })

  test('refuses Slack without the secret that its mode needs, and a stand-in elsewhere', () => {
    const real = (more: string): string => withSlack(more).replaceAll(/practice: true(, )?/g, '')
    expect(faultsOf(real('mode: http'))).toEqual([
      '3: `slack.signingSecret` is missing, which HTTP needs; add `signingSecret: { file: PATH }`',
    ])
    expect(faultsOf(real('mode: socket'))).toEqual([
      '3: `slack.appToken` is missing, which Socket Mode needs; add `appToken: { file: PATH }`',
    ])
    expect(faultsOf(withSlack('appToken: { env: APP }, apiUrl: "http://slack.example/api/"'))).toEqual([
      '3: `slack.apiUrl` is no loopback address that ends in `/`; write it like `http://127.0.0.1:4000/api/`',
    ])
  })

  test('refuses a stand-in for PowerShell at a real target', () => {
    expect(faultsOf(GOOD.replace('practice: true\nsites', 'sites').replace('practice: true, modules', 'standIn: [node], modules'))).toEqual(
      [
        '8: target shell names a stand-in for PowerShell and is not a practice target. Remove `standIn`: blocks of a real target run in a real PowerShell only.',
      ],
    )
  })

  test('refuses a target in a site that is not configured', () => {
    expect(faultsOf(GOOD.replace('powershell, site: dc2', 'powershell, site: dc3'))).toEqual([
      '9: target shell lies in site `dc3`, which is not configured; did you mean `dc2`?',
    ])
    expect(faultsOf(GOOD.replace('powershell, site: dc2', 'powershell, site: elsewhere'))).toEqual([
      '9: target shell lies in site `elsewhere`, which is not configured; add it under `sites`, or choose one of dc2',
    ])
  })

  test('refuses what workers of earlier releases needed, and says that they need it no more', () => {
    expect(faultsOf(GOOD.replace('a: { key:', 'a: { address: "127.0.0.1:9181", key:'))).toEqual([
      '6: `sites.dc2.workers.a.address` is not needed any more, because workers connect to the bot; remove it',
    ])
  })

  test('takes the files of the gateway from where it stands itself, and refuses an address without TLS', () => {
    const gateway =
      'gateway: { listen: "0.0.0.0:9443", url: "wss://bot.contoso.com:9443", certificate: bot.pem, key: bot.key, ca: ca.pem }\n'
    const file = write(gateway + GOOD)
    const read = loadConfiguration(file)
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    const beside = (name: string) => join(file, '..', name)
    expect(read.configuration.gateway).toMatchObject({ certificate: beside('bot.pem'), key: beside('bot.key'), ca: beside('ca.pem') })
    expect(faultsOf(gateway.replace('wss:', 'ws:').replace('0.0.0.0:9443', '9443') + GOOD)).toEqual([
      '1: `gateway.listen` is no host and port; write it like `0.0.0.0:9443`',
      '1: `gateway.url` is no address for workers; write it like `wss://bot.contoso.com:9443`',
    ])
  })

  test('refuses a port that no server has, wherever a place is named, and the last and the first are ports', () => {
    const placed = (port: number): string[] =>
      faultsOf(
        GOOD.replace('port: 14331', `port: ${port}`).replace(
          'kind: powershell,',
          `kind: powershell, names: { portal.contoso.com: "web1:${port}", mail.contoso.com: "[fd00::1]:${port}" },`,
        ) +
          [
            `gateway: { listen: "0.0.0.0:${port}", url: "wss://bot.contoso.com:${port}", certificate: bot.pem, key: bot.key }`,
            `practiceControl: { url: "http://127.0.0.1:${port}", token: { env: T } }`,
            `slack: { botToken: { env: T }, appToken: { env: T }, apiUrl: "http://127.0.0.1:${port}/api/", port: ${port} }`,
            `engine: { listen: "127.0.0.1:${port}", url: "http://127.0.0.1:${port}", ingress: "http://127.0.0.1:${port}", admin: "http://[::1]:${port}/", identity: publickeyv1_Bn7d7vvXF1aJErzC9zkLLewi33eDhwrJdX8Qp5XJsTiZ }`,
            '',
          ].join('\n'),
      )
    expect(placed(1)).toEqual([])
    expect(placed(65_535)).toEqual([])
    const NONE = 'names the port 65536, which no server has; write one from 1 to 65535'
    expect(placed(65_536)).toEqual([
      '8: `targets.SEC.port` is more than 65535; write a smaller number',
      `9: \`targets.shell.names.portal.contoso.com\` ${NONE}`,
      `9: \`targets.shell.names.mail.contoso.com\` ${NONE}`,
      `10: \`gateway.listen\` ${NONE}`,
      `10: \`gateway.url\` ${NONE}`,
      `11: \`practiceControl.url\` ${NONE}`,
      '12: `slack.port` is more than 65535; write a smaller number',
      `12: \`slack.apiUrl\` ${NONE}`,
      `13: \`engine.ingress\` ${NONE}`,
      `13: \`engine.admin\` ${NONE}`,
      `13: \`engine.listen\` ${NONE}`,
      `13: \`engine.url\` ${NONE}`,
    ])
    expect(placed(0)).toContain('10: `gateway.listen` names the port 0, which no server has; write one from 1 to 65535')
  })

  test('refuses two workers of one name', () => {
    expect(faultsOf(GOOD.replace('targets:', `  dc1:\n    workers:\n      a: { key: "${KEY}" }\ntargets:`))).toEqual([
      '9: worker a stands in site dc2 too. Give each worker a name of its own.',
    ])
  })

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

describe('a secret', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('comes from the environment or a file', () => {
    vi.stubEnv('SEC_PASSWORD', 'from-env')
    expect(resolveSecret({ env: 'SEC_PASSWORD' }, 'The password of SEC')).toEqual({ secret: 'from-env' })
    expect(resolveSecret({ file: write('from-file\n') }, 'The password of SEC')).toEqual({ secret: 'from-file' })
  })

  test('that is missing is named by its reference', () => {
    expect(resolveSecret({ env: 'NOT_SET_ANYWHERE' }, 'The password of SEC')).toEqual({
      fault: 'The password of SEC is to come from the environment variable NOT_SET_ANYWHERE, which is not set. Set it for this process.',
    })
    expect(resolveSecret({ file: '/nowhere/secret' }, 'The password of SEC')).toEqual({
      fault: 'The password of SEC is to come from /nowhere/secret, which cannot be read. Create it, readable by this user only.',
    })
    const empty = write('')
    expect(resolveSecret({ file: empty }, 'The password of SEC')).toEqual({
      fault: `The password of SEC is to come from ${empty}, which is empty. Write the secret into it, readable by this user only.`,
    })
  })
})
