/** Answers of a whole procedure: what may stay empty, what is made of other answers, what must differ. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Parameter, ValueType } from '../../src/procedure/procedure.ts'
import { sayValueFault } from '../../src/procedure/say/value-fault.ts'
import { askingOrder } from '../../src/procedure/value/default.ts'
import { readAnswer } from '../../src/procedure/value/read-answer.ts'
import { readAnswers, readDefaults } from '../../src/procedure/value/read-answers.ts'
import { writeAnswer } from '../../src/procedure/value/write-answer.ts'

const SITE = { site: 'b', practice: true }
const TARGETS: Record<string, Target> = {
  SEC: { kind: 'sql-server', name: 'SEC', host: 'sqlb1.contoso.com', instance: 'RTC', port: 50617, ...SITE },
  ALIAS: { kind: 'sql-server', name: 'ALIAS', host: 'SQLB1.contoso.com', instance: 'rtc', port: 50618, ...SITE },
  OTHER: { kind: 'sql-server', name: 'OTHER', host: 'sqlb1.contoso.com', instance: 'MON', ...SITE },
  PLAIN: { kind: 'sql-server', name: 'PLAIN', host: 'sqlb1.contoso.com', instance: '', ...SITE },
  PORT: { kind: 'sql-server', name: 'PORT', host: 'sqlb1.contoso.com', instance: '', port: 2433, ...SITE },
  LISTENER: { kind: 'sql-server', name: 'LISTENER', host: 'agl.contoso.com', instance: '', serverName: ['SQLB1', 'SQLB2'], ...SITE },
  REPLICA: { kind: 'sql-server', name: 'REPLICA', host: 'sqlb2.contoso.com', instance: '', serverName: ['sqlb2'], ...SITE },
  fe1: { kind: 'powershell', name: 'fe1', host: 'fe1.contoso.com', ...SITE },
  admin: { kind: 'powershell', name: 'admin', host: 'fe1.contoso.com', ...SITE },
  fe2: { kind: 'powershell', name: 'fe2', host: 'fe2.contoso.com', machineName: ['FE2'], ...SITE },
  fe2b: { kind: 'powershell', name: 'fe2b', host: 'alias.contoso.com', machineName: ['fe2'], ...SITE },
}

function parameter(name: string, type: string, rest: Partial<Parameter> = {}): Parameter {
  const list = type.startsWith('list of ')
  return { name, type: { list, of: type.replace('list of ', '') } as ValueType, ask: `Which ${name}?`, line: 1, ...rest }
}

const answering = (...parameters: Parameter[]) => ({ parameters, values: {}, targets: TARGETS })

describe('what need not be answered', () => {
  const asked = answering(
    parameter('pool', 'fqdn'),
    parameter('site', 'text', { optional: true }),
    parameter('n', 'integer', { default: '3' }),
  )

  test('is no answer where it is left empty', () => {
    expect(readAnswers(asked, { pool: 'a.b', site: ' ', n: '' })).toEqual({ values: { pool: 'a.b' }, fields: {} })
  })

  test('is read where it is written', () => {
    expect(readAnswers(asked, { pool: '', site: 'x', n: 'y' })).toEqual({
      values: { site: 'x' },
      fields: { pool: { is: 'empty' }, n: { is: 'no-integer', written: 'y' } },
    })
  })

  test('has no value by itself, unless the document has one', () => {
    expect(readDefaults(asked)).toEqual({ values: { n: 3 }, fields: {} })
  })

  test('what nobody asked for is told apart', () => {
    expect(readAnswers(asked, { nonsense: 'x' })).toEqual({ values: {}, fields: { nonsense: null } })
  })
})

describe('a default that is made of other answers', () => {
  const parameters = [
    parameter('url', 'url', { default: 'https://{host}/{path}' }),
    parameter('path', 'text', { default: 'health-{pool}' }),
    parameter('host', 'fqdn', { default: '{pool}' }),
    parameter('pool', 'fqdn'),
  ]

  test('is asked behind them', () => {
    expect(askingOrder(parameters).map(({ name }) => name)).toEqual(['pool', 'path', 'host', 'url'])
  })

  test('takes them, those that are defaults themselves too', () => {
    expect(readDefaults({ ...answering(...parameters), values: { pool: 'a.b' } })).toEqual({
      values: { host: 'a.b', path: 'health-a.b', url: 'https://a.b/health-a.b' },
      fields: {},
    })
    expect(readDefaults({ ...answering(...parameters), values: { pool: 'a.b', host: 'c.d', path: 'x' } }).values).toEqual({
      url: 'https://c.d/x',
    })
  })

  test('takes a list whole, a duration with its unit, and a target by its name', () => {
    const asked = answering(
      parameter('nodes', 'list of fqdn', { default: '{servers}' }),
      parameter('servers', 'list of fqdn'),
      parameter('again', 'duration', { default: '{wait}' }),
      parameter('wait', 'duration'),
      parameter('to', 'sql-server', { default: '{from}' }),
      parameter('from', 'sql-server'),
    )
    expect(readDefaults({ ...asked, values: { servers: ['a.b', 'c.d'], wait: 90_000, from: 'SEC' } })).toEqual({
      values: { nodes: ['a.b', 'c.d'], again: 90_000, to: 'SEC' },
      fields: {},
    })
  })

  test('is no value while one of them is missing, and a fault where what comes of it fits no type', () => {
    expect(readDefaults(answering(...parameters))).toEqual({ values: {}, fields: {} })
    const asked = answering(parameter('host', 'fqdn', { default: '{word}' }), parameter('word', 'text'))
    expect(readDefaults({ ...asked, values: { word: 'a b' } })).toEqual({ values: {}, fields: { host: { is: 'no-host', written: 'a b' } } })
  })
})

describe('two answers that must differ', () => {
  const two = (type: string) => answering(parameter('from', type), parameter('to', type, { differsFrom: 'from' }))
  const same = (reached?: string) => ({ to: { is: 'same', other: 'Which from?', ...(reached === undefined ? {} : { reached }) } })

  test.each<[type: string, from: string, to: string, fault: object]>([
    ['text', 'a', 'a', same()],
    ['text', 'a', 'A', {}],
    ['database', 'mgc', 'MGC', same()],
    ['list of fqdn', 'a.b, c.d', 'e.f, C.d', same()],
    ['list of fqdn', 'a.b, c.d', 'e.f', {}],
    ['sql-server', 'SEC', 'SEC', same('sqlb1.contoso.com\\RTC')],
    ['sql-server', 'SEC', 'ALIAS', same('SQLB1.contoso.com\\rtc')],
    ['sql-server', 'SEC', 'OTHER', {}],
    ['sql-server', 'SEC', 'PLAIN', {}],
    ['sql-server', 'PLAIN', 'PORT', {}],
    ['sql-server', 'LISTENER', 'REPLICA', same('sqlb2.contoso.com')],
    ['powershell', 'fe1', 'admin', same('fe1.contoso.com')],
    ['powershell', 'fe2', 'fe2b', same('alias.contoso.com')],
    ['powershell', 'fe1', 'fe2', {}],
  ])('%s: %s and %s', (type, from, to, fields) => {
    expect(readAnswers(two(type), { from, to }).fields).toEqual(fields)
  })

  test('are said to be the same, or to lead to one server', () => {
    expect(sayValueFault({ is: 'same', other: 'Which from?' })).toBe(
      'This is the same as the answer to "Which from?", and must be another.',
    )
    expect(sayValueFault({ is: 'same', other: 'Which from?', reached: 'sqlb1.contoso.com' })).toBe(
      'This leads to sqlb1.contoso.com, as the answer to "Which from?" does, and must lead elsewhere.',
    )
  })

  test('the fault stands at what was written now', () => {
    const { fields } = readAnswers({ ...two('text'), values: { to: 'a' } }, { from: 'a' })
    expect(fields).toEqual({ from: { is: 'same', other: 'Which to?' } })
  })

  test('a default that is the same is refused as well', () => {
    const asked = answering(parameter('from', 'text'), parameter('to', 'text', { default: '{from}', differsFrom: 'from' }))
    expect(readDefaults({ ...asked, values: { from: 'a' } }).fields).toEqual(same())
  })
})

test('what was read, written again and read again is the same', () => {
  const written: [string, fc.Arbitrary<string>][] = [
    ['ip', fc.oneof(fc.ipV4(), fc.ipV6())],
    ['url', fc.webUrl({ withQueryParameters: true, withFragments: true })],
    ['email', fc.emailAddress()],
    ['login', fc.string({ maxLength: 20 }).map((name) => `CONTOSO\\${name}`)],
    [
      'instant',
      fc
        .tuple(
          fc.date({ min: new Date('1900-01-02'), max: new Date('2999-01-01'), noInvalidDate: true }),
          fc.integer({ min: -14, max: 14 }),
        )
        .map(
          ([date, hours]) => `${date.toISOString().slice(0, -1)} ${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`,
        ),
    ],
  ]
  for (const [type, texts] of written) {
    const asked = parameter('p', type)
    let read = 0
    fc.assert(
      fc.property(texts, (text) => {
        const first = readAnswer(asked, text, { targets: {} })
        if ('fault' in first) return
        read++
        expect(readAnswer(asked, writeAnswer(asked.type, first.value), { targets: {} })).toEqual(first)
      }),
    )
    expect(read, type).toBeGreaterThan(20)
  }
})

test('an instant is the same point in time whatever its zone', () => {
  const dates = fc.date({ min: new Date('1900-01-02'), max: new Date('2999-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'))
      const read = readAnswer(parameter('p', 'instant'), `${local} ${minutes < 0 ? '-' : '+'}${hours}:${rest}`, { targets: {} })
      expect('value' in read && Date.parse(String(read.value))).toBe(date.getTime())
    }),
  )
})
