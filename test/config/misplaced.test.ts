/** What must not stand beside something else in `countersign.yaml`, or not be there at all. */
import { describe, expect, test } from 'vitest'
import { loadConfiguration, targetsOf } from '../../src/config.ts'
import { KEY, write, faultsOf, GOOD } from './written.ts'

describe('countersign.yaml', () => {
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

  test('refuses a name of a machine that nothing is compared with', () => {
    expect(faultsOf(GOOD.replace('kind: powershell,', 'kind: powershell, machineName: FE5, initialise: "1",'))).toEqual([
      "9: target shell has a `machineName` beside `initialise`, and then the worker's machine only carries what goes over: nothing is compared with that name. Remove `machineName`, or `initialise` if the blocks are to run on the worker’s machine.",
    ])
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

  test('refuses two workers of one key: a log could not tell which of them signed', () => {
    expect(faultsOf(GOOD.replace('targets:', `  dc1:\n    workers:\n      b: { key: "${KEY}" }\ntargets:`))).toEqual([
      '9: worker b has the key of a. Make one of its own: `countersign worker b --init`.',
    ])
  })
})
