/** What is typed or found fills an address in, and never leads to another host, nor out of its place in the path. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, partsOf } from '../../src/procedure/http-look.ts'
import { ANY_CHARACTER } from '../suite/any-character.ts'
import { shortOrLong } from '../suite/long-form.ts'

type Row = [template: string, values: Record<string, unknown>, address: string | undefined]

describe('a value stands where the address has its name', () => {
  test.each<Row>([
    ['https://web.contoso.com/health/{pool}?of={name}', { pool: 'a', name: 'b c' }, 'https://web.contoso.com/health/a?of=b%20c'],
    [
      'https://web.contoso.com/health/{pool}?of={name}',
      { pool: 'a/../../b?c', name: 'x&y=z#' },
      'https://web.contoso.com/health/a%2F..%2F..%2Fb%3Fc?of=x%26y%3Dz%23',
    ],
    ['https://web.contoso.com/{pool}', { pool: '%2e%2e' }, 'https://web.contoso.com/%252e%252e'],
    ['https://web.contoso.com/{pool}', { pool: '@evil.example' }, 'https://web.contoso.com/%40evil.example'],
    ['https://web.contoso.com/{pool}', { pool: '...' }, 'https://web.contoso.com/...'],
    ['https://web.contoso.com/{size}', { size: 3 }, 'https://web.contoso.com/3'],
    ['https://{host}:8443/health', { host: 'a-1.contoso.com' }, 'https://a-1.contoso.com:8443/health'],
    ['http://{host}/', { host: 'a' }, 'http://a/'],
    ['http://{host}', { host: '::1' }, 'http://[::1]/'],
    ['http://{host}:81/x', { host: '2001:DB8::7' }, 'http://[2001:db8::7]:81/x'],
    [
      'http://{host}:81/x',
      { host: '2001:db8:1111:2222:3333:4444:192.168.100.100' },
      'http://[2001:db8:1111:2222:3333:4444:c0a8:6464]:81/x',
    ],
  ])('%s with %j', (template, values, address) => {
    expect(addressOf(template, values)?.href).toBe(address)
  })
})

describe('there is no address', () => {
  test.each<[because: string, template: string, values: Record<string, unknown>]>([
    ['a value is the folder above', 'https://web.contoso.com/health/{pool}/x', { pool: '..' }],
    ['a value is the folder itself', 'https://web.contoso.com/health/{pool}/x', { pool: '.' }],
    ['a value is empty', 'https://web.contoso.com/health/{pool}/x', { pool: '' }],
    ['one of two values is the folder above', 'https://web.contoso.com/{pool}/{name}', { pool: '..', name: 'x' }],
    ['two values would be the folder above together', 'https://web.contoso.com/{pool}{pool}/x', { pool: '.' }],
    ['a name has no value', 'https://web.contoso.com/{pool}', {}],
    ['a name is only one of every object', 'https://web.contoso.com/{constructor}', {}],
    ['the host has no value', 'https://{host}/evil.example/x', {}],
    ['the host is empty', 'https://{host}/evil.example/x', { host: '' }],
    ['the host ends where the value says', 'https://{host}/health', { host: 'localhost/x@evil.example' }],
    ['the host has a user before it', 'https://{host}/health', { host: 'me@evil.example' }],
    ['the host has a port behind it', 'https://{host}/health', { host: 'evil.example:81' }],
    ['the host has a line behind it', 'https://{host}/health', { host: 'evil.example\n' }],
    ['the host is of letters that look like others', 'https://{host}/health', { host: 'еvil.example' }],
    ['the host is in brackets already', 'https://{host}/health', { host: '[::1]' }],
    ['the host is longer than any', 'https://{host}/health', { host: 'a'.repeat(256) }],
    ['the host is no address of four numbers', 'https://{host}/health', { host: '1.2.3.256' }],
    ['the host is no address of version 6', 'https://{host}/health', { host: '1::2::3' }],
    ['the host is one colon', 'https://{host}/health', { host: ':' }],
    ['the template has a user', 'https://me@web.contoso.com/', {}],
    ['the template is of no protocol that is asked', 'file://web.contoso.com/{pool}', { pool: 'a' }],
    ['the template has a brace that holds no name', 'https://web.contoso.com/{po ol}', { pool: 'a' }],
    ['the template has a brace alone', 'https://web.contoso.com/{pool}}', { pool: 'a' }],
    ['the template has a port that no server has', 'https://web.contoso.com:65536/', {}],
  ])('where %s', (_, template, values) => {
    expect(addressOf(template, values)).toBeUndefined()
  })
})

const odd = fc.constantFrom(
  '',
  '.',
  '..',
  '/',
  '\\',
  '//evil.example',
  '@evil.example',
  '#',
  '?',
  '%2e',
  '%2F',
  ':',
  '::1',
  '\t',
  'x:y@z',
  '[::1]',
)
const host = fc.constantFrom('evil.example', '127.0.0.1', '0x7f.1', '1.2.3', 'fe80::1', 'A.B', '-', '.', 'xn--a', ':::')
const value = fc.oneof(
  odd,
  host,
  fc.string({ unit: ANY_CHARACTER }),
  fc.tuple(odd, fc.string(), odd).map((parts) => parts.join('')),
)
const part = fc
  .array(fc.constantFrom('{a}', '{b}', 'x', '.', '-', '~', "'"), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(''))
  .filter((written) => !/^\.{1,2}$/.test(written))
const template = fc.record({
  scheme: fc.constantFrom('http', 'https'),
  host: fc.constantFrom('{a}', '{b}', 'web.contoso.com', '10.1.2.3', '[2001:db8::7]'),
  port: fc.constantFrom('', ':8443', ':1', ':65535'),
  path: fc.array(part, { maxLength: 4 }),
  query: fc.array(part, { maxLength: 3 }),
})

test('whatever the values, the address has the scheme, the host and the port of its template, and each part of its path is what the template says', () => {
  let led = 0
  fc.assert(
    fc.property(template, fc.record({ a: value, b: value }), (of, values) => {
      const filled = (text: string): string => text.replaceAll(/\{(\w)\}/g, (_, name: 'a' | 'b') => values[name])
      const query = of.query.length === 0 ? '' : `?${of.query.join('&')}`
      const url = addressOf(`${of.scheme}://${of.host}${of.port}/${of.path.join('/')}${query}`, values)
      if (url === undefined) return
      led += 1
      const only = filled(of.host)
      expect(url.protocol).toBe(`${of.scheme}:`)
      expect(url.hostname).toBe(new URL(`http://${only.includes(':') && !only.startsWith('[') ? `[${only}]` : only}`).hostname)
      expect(url.port).toBe(of.port.slice(1))
      expect(url.pathname.slice(1).split('/').map(decodeURIComponent)).toEqual(of.path.length === 0 ? [''] : of.path.map(filled))
      expect(url.search.slice(1).split('&').map(decodeURIComponent)).toEqual(of.query.length === 0 ? [''] : of.query.map(filled))
      expect([url.username, url.password, url.hash]).toEqual(['', '', ''])
    }),
    { numRuns: shortOrLong({ short: 500, long: 50_000 }) },
  )
  expect(led).toBeGreaterThan(50)
})

test('the parts of a template', () => {
  expect(partsOf('https://{host}:8443/health?pool={pool}')).toEqual({
    scheme: 'https',
    host: '{host}',
    port: ':8443',
    path: '/health?pool={pool}',
  })
  expect(partsOf('http://[::1]')).toEqual({ scheme: 'http', host: '[::1]', port: '', path: '' })
})
