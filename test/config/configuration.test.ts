/** What `countersign.yaml` becomes when it is read. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workerTargets } from '../../src/cli/worker/worker-targets.ts'
import { loadConfiguration, targetsOf } from '../../src/config.ts'
import { write, faultsOf, GOOD } from './written.ts'

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

  test('the example of the project is without fault', () => {
    expect('configuration' in loadConfiguration(join(import.meta.dirname, '../../countersign.yaml'))).toBe(true)
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
})
