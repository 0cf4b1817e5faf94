import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadConfiguration, resolveSecret, targetsOf } from '../../src/config.ts'

const KEY = 'MCowBQYDK2VwAyEA3p4bB0F0cJ2m1yq2yV0w7yXo0m0v4y5H1v8q6m0e1dM='

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'configuration-')), 'countersign.yaml')
  writeFileSync(file, text)
  return file
}

/** Every fault of a text, as `line: what next`. */
function faultsOf(text: string): string[] {
  const read = loadConfiguration(write(text))
  return 'faults' in read ? read.faults.map((fault) => `${fault.line}: ${fault.what} ${fault.next}`) : []
}

const GOOD = `installation: contoso
practice: true
sites:
  dc2:
    workers:
      a: { address: "127.0.0.1:9181", key: "${KEY}" }
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

  test('refuses practice beside a real target', () => {
    expect(faultsOf(GOOD.replace('practice: true, modules', 'modules'))).toEqual([
      '9: target shell is not a practice target, and `practice: true` lets anybody at the console speak as anybody. Remove `practice: true`, or mark the target with `practice: true` if it is one.',
    ])
  })

  const withSlack = (more: string): string => GOOD.replace('sites:', `slack: { botToken: { env: BOT }, ${more} }\nsites:`)

  test('refuses practice beside Slack, but not beside a stand-in of Slack on this machine', () => {
    expect(faultsOf(withSlack('appToken: { env: APP }'))).toEqual([
      '3: `slack` stands beside `practice: true`, which lets anybody at the console speak as anybody. Remove one of them.',
    ])
    expect(faultsOf(withSlack('appToken: { env: APP }, apiUrl: "http://127.0.0.1:4000/api/"'))).toEqual([])
  })

  test('refuses Slack without the secret that its mode needs, and a stand-in elsewhere', () => {
    expect(faultsOf(withSlack('mode: http'))).toEqual(['3: `slack.signingSecret`: is needed for HTTP. Correct the value.'])
    expect(faultsOf(withSlack('mode: socket'))).toEqual(['3: `slack.appToken`: is needed for Socket Mode. Correct the value.'])
    expect(faultsOf(withSlack('appToken: { env: APP }, apiUrl: "http://slack.example/api/"'))).toEqual([
      '3: `slack.apiUrl`: is not a loopback address that ends in "/". Correct the value.',
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
      '9: target shell lies in site dc3, which is not configured. Add it under `sites`, or choose one of dc2.',
    ])
  })

  test('refuses two workers of one name', () => {
    expect(
      faultsOf(GOOD.replace('targets:', `  dc1:\n    workers:\n      a: { address: "127.0.0.1:9182", key: "${KEY}" }\ntargets:`)),
    ).toEqual(['9: worker a stands in site dc2 too. Give each worker a name of its own.'])
  })

  test('reports all faults at once, each at its line', () => {
    expect(faultsOf('installation: 7up\nsites: {}\ntargets:\n  SEC: { kind: oracle }\nslak: 1\n')).toEqual([
      '1: `installation`: is not a name: a letter, then letters, digits, "_", "." or "-", at most 63. Correct the value.',
      "4: `targets.SEC.kind`: Invalid discriminator value. Expected 'sql-server' | 'powershell'. Correct the value.",
      '5: `slak` is not known here. Remove it, or correct its spelling.',
    ])
  })

  test('says where YAML ends', () => {
    const [fault] = faultsOf('installation: "open\nsites: {}\n')
    expect(fault).toMatch(/^\d: this is not YAML: .* Mend the indentation, quotes or brackets there\.$/)
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
