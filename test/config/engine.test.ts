/** `engine` of `countersign.yaml`: all that is wrong with it is told at once, each at its line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadConfiguration } from '../../src/config.ts'
import { formatFault } from '../../src/text/fault.ts'

const dir = mkdtempSync(join(tmpdir(), 'engine-'))
const file = join(dir, 'countersign.yaml')
afterAll(() => rmSync(dir, { recursive: true }))

const AWAY = {
  ingress: '[https://e1:8443, https://e2:8443]',
  admin: '[https://e1:9443, https://e2:9443]',
  listen: '0.0.0.0:9080',
  url: 'https://bot:9080',
  identity: 'publickeyv1_Bn7d7vvXF1aJErzC9zkLLewi33eDhwrJdX8Qp5XJsTiZ',
  ca: 'ca.pem',
  certificate: 'bot.pem',
  key: 'bot.key',
}
const HERE = {
  ingress: 'http://127.0.0.1:8080',
  admin: 'http://[::1]:9070/',
  listen: '127.0.0.1:9080',
  url: 'http://localhost:9080',
  identity: AWAY.identity,
}

/** Each key in a line of its own, from line 5 on. */
function read(engine: Record<string, string | undefined>) {
  const lines = Object.entries(engine).flatMap(([key, value]) => (value === undefined ? [] : [`  ${key}: ${value}`]))
  writeFileSync(file, ['installation: test', 'sites: {}', 'targets: {}', 'engine:', ...lines, ''].join('\n'))
  return loadConfiguration(file)
}
function faultsOf(engine: Record<string, string | undefined>): string[] {
  const loaded = read(engine)
  return 'faults' in loaded ? loaded.faults.map((fault) => formatFault(fault).replace(`${file}:`, '')) : []
}

test('an engine on other machines, and one on this, are taken as they are named; files are found beside the configuration', () => {
  const away = read(AWAY)
  expect('configuration' in away && away.configuration.engine).toEqual({
    ...AWAY,
    ingress: ['https://e1:8443', 'https://e2:8443'],
    admin: ['https://e1:9443', 'https://e2:9443'],
    ca: join(dirname(file), 'ca.pem'),
    certificate: join(dirname(file), 'bot.pem'),
    key: join(dirname(file), 'bot.key'),
  })
  expect(faultsOf(HERE)).toEqual([])
  expect(faultsOf({ ...AWAY, ca: undefined, ingress: 'https://e1:8443' })).toEqual([])
})

const PLAIN =
  'is plain HTTP to another machine, and whoever reaches an engine may do anything to any run; put TLS in front of it (docs/cluster.md) and write `https://…`'

test.each<[string, Record<string, string | undefined>, string[]]>([
  ['plain HTTP to another machine', { ...AWAY, admin: '[https://e1:9443, http://e2:9070]' }, [`6: \`engine.admin.1\` ${PLAIN}`]],
  [
    'plain HTTP under a name that only begins like this machine',
    { ...AWAY, ingress: 'http://127.0.0.1.e1' },
    [`5: \`engine.ingress\` ${PLAIN}`],
  ],
  [
    'an address that is none',
    { ...AWAY, ingress: 'e1:8443' },
    ['5: `engine.ingress` is no address of an engine; write it like `https://engine1.contoso.com:8443`'],
  ],
  ['no address', { ...AWAY, ingress: '[]' }, ['5: `engine.ingress` is empty; write it, or remove the key']],
  [
    'handlers on the engine’s own machine',
    { ...AWAY, url: 'https://localhost:9080' },
    [
      "8: `engine.url` leads to the engine's own machine, and the engine at https://e1:8443 runs on another one. Write the name under which that machine reaches this one, like `https://bot.contoso.com:9080`.",
    ],
  ],
  [
    'handlers by plain HTTP from another machine',
    { ...AWAY, url: 'http://bot:9080' },
    ['8: `engine.url` is plain HTTP from another machine; write `https://…`, and name `certificate` and `key`'],
  ],
  [
    'plain handlers that other machines reach',
    { ...HERE, listen: '0.0.0.0:9080' },
    [
      '7: `engine.listen` takes calls of other machines, and `engine.url` says plain HTTP. Listen on 127.0.0.1, or write `https://…` as `url`.',
    ],
  ],
  [
    'no certificate of the bot',
    { ...AWAY, certificate: undefined, key: undefined },
    [
      '4: `engine` has no `certificate`, and https://e1:8443 is on another machine: the engine knows nobody by itself, so TLS must know the bot. Name `certificate` and `key`, PEM files of the bot (docs/cluster.md).',
    ],
  ],
  [
    'a certificate without its key',
    { ...AWAY, key: undefined },
    ['11: `engine.certificate` stands without its `key`. Name the PEM file of the key too.'],
  ],
  [
    'a key without its certificate',
    { ...AWAY, certificate: undefined },
    ['11: `engine.key` stands without its `certificate`. Name the PEM file of the certificate too.'],
  ],
  [
    'no engine’s key',
    { ...AWAY, identity: 'publickeyv1_0OIl' },
    ['9: `engine.identity` is no key of an engine; take the `publickeyv1_…` that the engine logs at its start'],
  ],
  [
    'several things at once, and a key that is none',
    { ingress: 'http://h:1', adminn: 'x' },
    [
      '4: `engine.admin` is missing; add `admin: …`',
      '4: `engine.identity` is missing; add `identity: …`',
      '4: `engine.listen` is missing; add `listen: …`',
      '4: `engine.url` is missing; add `url: …`',
      `5: \`engine.ingress\` ${PLAIN}`,
      '6: `engine.adminn` is no key that is known here; did you mean `admin`?',
    ],
  ],
])('%s', (_, engine, faults) => {
  expect(faultsOf(engine).toSorted()).toEqual(faults)
})

test('a word that is none', () => {
  writeFileSync(file, 'installation: test\nsites: {}\ntargets: {}\nengine: external\n')
  const loaded = loadConfiguration(file)
  expect('faults' in loaded && loaded.faults.map(formatFault)).toEqual([
    `${file}:4: \`engine\` is neither \`embedded\` nor where an engine is; docs/cluster.md says what to write`,
  ])
})
