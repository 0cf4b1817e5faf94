import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ScalarType } from '../../src/procedure/procedure.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { ANY_CHARACTER } from '../suite/any-character.ts'
import { answer } from './answer-said.ts'

describe('an answer is taken and normalised', () => {
  test.each<[ScalarType, string, unknown]>([
    ['text', '  a b\tc ', 'a b\tc'],
    ['text', "mgc'; DROP DATABASE mgc; --", "mgc'; DROP DATABASE mgc; --"],
    ['fqdn', ' LyncPC.Contoso.COM ', 'lyncpc.contoso.com'],
    ['fqdn', 'a.b', 'a.b'],
    ['fqdn', `${'a'.repeat(63)}.b-1`, `${'a'.repeat(63)}.b-1`],
    ['path', '\\\\srv\\share\\', '\\\\srv\\share'],
    ['path', '\\\\srv\\share\\a b\\c.trn', '\\\\srv\\share\\a b\\c.trn'],
    ['path', 'D:\\LSCopy\\\\', 'D:\\LSCopy'],
    ['path', 'd:\\', 'd:\\'],
    ['path', 'd:\\\\', 'd:\\'],
    ['database', '한국어 [x] $(y) `n', '한국어 [x] $(y) `n'],
    ['database', 'm'.repeat(128), 'm'.repeat(128)],
    ['integer', ' -12 ', -12],
    ['integer', '+7', 7],
    ['integer', '-0', 0],
    ['integer', '9007199254740991', 9007199254740991],
    ['boolean', 'Yes', true],
    ['boolean', 'true', true],
    ['boolean', '1', true],
    ['boolean', 'NO', false],
    ['boolean', 'false', false],
    ['boolean', '0', false],
    ['duration', '90s', 90_000],
    ['duration', '60m', 3_600_000],
    ['duration', '2h', 7_200_000],
    ['duration', '1d', 86_400_000],
    ['duration', '250ms', 250],
    ['duration', '366d', 31_622_400_000],
    ['ip', ' 192.0.2.10 ', '192.0.2.10'],
    ['ip', '2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['ip', '::1', '::1'],
    ['url', 'HTTPS://Pool1.Contoso.com/health?x=%20', 'https://pool1.contoso.com/health?x=%20'],
    ['url', 'http://192.0.2.10:8080', 'http://192.0.2.10:8080/'],
    ['email', 'Duty.Manager+ha@Contoso.COM', 'Duty.Manager+ha@contoso.com'],
    ['login', 'CONTOSO\\SQLB1$', 'CONTOSO\\SQLB1$'],
    ['login', 'NT SERVICE\\MSSQL$RTC', 'NT SERVICE\\MSSQL$RTC'],
    ['login', ' app_writer ', 'app_writer'],
    ['login', 'l'.repeat(128), 'l'.repeat(128)],
    ['instant', '2026-11-29 03:00 +09:00', '2026-11-28T18:00:00Z'],
    ['instant', '2026-11-29T03:00Z', '2026-11-29T03:00:00Z'],
    ['instant', '2026-11-29t03:00:05.1234567-0330', '2026-11-29T06:30:05.123Z'],
    ['instant', '2026-11-29 03:00 utc', '2026-11-29T03:00:00Z'],
    ['instant', '2024-02-29 23:59:59 +14', '2024-02-29T09:59:59Z'],
    ['secret', ' chat-pfx ', 'chat-pfx'],
    ['sql-server', ' SEC ', 'SEC'],
    ['powershell', 'management', 'management'],
  ])('as %s: %j', (type, written, value) => {
    expect(answer(type, written)).toEqual({ value })
  })

  test('a choice, a text of the pattern, an integer at its bounds', () => {
    expect(answer('choice', ' Normal', { choices: ['Normal', 'FailedOver'] })).toEqual({ value: 'Normal' })
    expect(answer('text', 'abc', { pattern: '[a-z]+' })).toEqual({ value: 'abc' })
    expect(answer('integer', '1', { min: 1, max: 3 })).toEqual({ value: 1 })
    expect(answer('integer', '3', { min: 1, max: 3 })).toEqual({ value: 3 })
    expect(answer('text', 'x'.repeat(4000))).toEqual({ value: 'x'.repeat(4000) })
    expect(answer('path', `D:\\${'x'.repeat(256)}`)).toEqual({ value: `D:\\${'x'.repeat(256)}` })
  })

  test.each<[ScalarType, string, unknown]>([
    ['fqdn', 'a.b, C.D', ['a.b', 'c.d']],
    ['fqdn', 'a.b\n c.d \r\n\ne.f,', ['a.b', 'c.d', 'e.f']],
    ['fqdn', '["a.b", "c.d"]', ['a.b', 'c.d']],
    ['integer', '3, 1, 2', [3, 1, 2]],
    ['integer', '[3, "1"]', [3, 1]],
    ['text', '["a, b"]', ['a, b']],
    ['text', '[]', []],
    ['boolean', 'yes, no', ['true', 'false']],
    ['sql-server', 'SEC, PRI', ['SEC', 'PRI']],
  ])('as list of %s: %j', (type, written, value) => {
    expect(answer(type, written, {}, true)).toEqual({ value })
  })
})

test('reading an answer never throws, and what was read reads as itself', () => {
  const types: ScalarType[] = ['text', 'fqdn', 'path', 'database', 'integer', 'boolean', 'sql-server']
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.boolean(), fc.string({ unit: ANY_CHARACTER }), (of, list, written) => {
      const read = answer(of, written, {}, list)
      if ('fault' in read || list) return true
      return JSON.stringify(answer(of, String(read.value))) === JSON.stringify(read)
    }),
    { numRuns: shortOrLong({ short: 300, long: 1000 }) },
  )
})
