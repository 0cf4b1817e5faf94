import { describe, expect, test } from 'vitest'
import type { Parameter, ScalarType } from '../../src/procedure/procedure.ts'
import { readAnswer } from '../../src/procedure/value/read-answer.ts'
import { sayValueFault } from '../../src/procedure/say/value-fault.ts'
import { readSaid } from '../words/said.ts'
import { answer, U0001 } from './answer-said.ts'

const LONG = 'm'.repeat(300)

function notSeen(shown: string, code: string, at: number): string {
  return `\`${shown}\` holds a character that is not seen as what it is: ${code}, its character ${at}. Type it by hand instead of pasting it.`
}

describe('an answer is refused with a sentence', () => {
  test.each<[ScalarType, string, string]>([
    ['text', '  ', 'Nothing is written here.'],
    ['text', 'x'.repeat(4001), 'This has 4001 characters; a text has 4000 at most.'],
    ['text', `a${U0001}`, notSeen('a⟨U+0001⟩', 'U+0001', 2)],
    ['text', 'a\uD800', notSeen('a⟨U+D800⟩', 'U+D800', 2)],
    ['fqdn', 'pool', '`pool` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['fqdn', 'a_b.c', '`a_b.c` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['fqdn', '-a.b', '`-a.b` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['fqdn', 'a-.b', '`a-.b` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['fqdn', 'a.b.', '`a.b.` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['fqdn', `${'a'.repeat(64)}.b`, `\`${'a'.repeat(60)}…\` is no full host name; write it like \`lyncpc.contoso.com\`.`],
    ['fqdn', `${'a.'.repeat(127)}b`, `\`${'a.'.repeat(30)}…\` is no full host name; write it like \`lyncpc.contoso.com\`.`],
    ['path', 'share', '`share` is neither `\\\\server\\share\\…` nor `D:\\…`.'],
    ['path', '\\\\srv', '`\\\\srv` is neither `\\\\server\\share\\…` nor `D:\\…`.'],
    ['path', 'D:', '`D:` is neither `\\\\server\\share\\…` nor `D:\\…`.'],
    ['path', 'x D:\\a', '`x D:\\a` is neither `\\\\server\\share\\…` nor `D:\\…`.'],
    ['path', `D:\\${'x'.repeat(257)}`, 'This path has 260 characters; Windows takes 259.'],
    ['path', 'D:\\a*b', '`D:\\a*b` holds `*`, which no path may.'],
    ['path', 'D:\\a:b', '`D:\\a:b` holds `:`, which no path may.'],
    ['path', '\\\\srv\\share/x', '`\\\\srv\\share/x` holds `/`, which no path may.'],
    ['path', `D:\\a${U0001}b`, notSeen('D:\\a⟨U+0001⟩b', 'U+0001', 5)],
    ['path', 'D:\\a\tb', '`D:\\a⏎b` holds `⏎`, which no path may.'],
    ['path', 'D:\\a\\..\\b', '`D:\\a\\..\\b` goes by `.` or `..`; write the whole path.'],
    ['path', '\\\\srv\\share\\.\\b', '`\\\\srv\\share\\.\\b` goes by `.` or `..`; write the whole path.'],
    ['path', '\\\\..\\share', '`\\\\..\\share` goes by `.` or `..`; write the whole path.'],
    ['path', 'D:\\a\\\\b', '`D:\\a\\\\b` holds an empty part between two backslashes.'],
    ['database', LONG, 'This name has 300 characters; a database has 128 at most.'],
    ['database', 'a\nb', '`a⏎b` holds a control character.'],
    ['integer', '1.5', '`1.5` is no whole number.'],
    ['integer', '9007199254740993', '`9007199254740993` has more digits than can be kept exactly; take it as text.'],
    ['boolean', 'maybe', '`maybe` is neither yes nor no.'],
    ['duration', '60', '`60` is no duration; write a whole number and its unit, like `30s`, `60m` or `2h`.'],
    ['duration', '367d', '`367d` is no duration; write a whole number and its unit, like `30s`, `60m` or `2h`.'],
    ['duration', '1.5h', '`1.5h` is no duration; write a whole number and its unit, like `30s`, `60m` or `2h`.'],
    ...['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4/24', ':::1', '2001:db8::1::2', 'fe80::1%eth0', 'pool'].map(
      (written): [ScalarType, string, string] => [
        'ip',
        written,
        `\`${written}\` is no IP address; write it like \`192.0.2.10\` or \`2001:db8::10\`.`,
      ],
    ),
    ...['pool1.contoso.com', 'ftp://contoso.com/', 'https://', 'https://a b/', 'javascript:alert(1)', 'https:\\\\contoso.com\\a'].map(
      (written): [ScalarType, string, string] => [
        'url',
        written,
        `\`${written}\` is no address of a page; write it like \`https://pool1.contoso.com/health\`.`,
      ],
    ),
    [
      'url',
      'https://svc:hunter2@pool1.contoso.com/',
      'The address of `pool1.contoso.com` holds a log-in, which would stand in the plan and in the log; write it without.',
    ],
    ['url', `https://contoso.com/${'a'.repeat(4000)}`, 'This has 4020 characters; a text has 4000 at most.'],
    ['url', 'x'.repeat(4001), 'This has 4001 characters; a text has 4000 at most.'],
    ['url', `https://contoso.com/${'é'.repeat(1000)}`, 'This has 6020 characters; a text has 4000 at most.'],
    ...['duty', 'duty@', '@contoso.com', 'duty@contoso', 'a..b@contoso.com', 'a b@contoso.com', `${'a'.repeat(65)}@contoso.com`].map(
      (written): [ScalarType, string, string] => [
        'email',
        written,
        `\`${written.length > 60 ? `${written.slice(0, 60)}…` : written}\` is no e-mail address; write it like \`duty@contoso.com\`.`,
      ],
    ),
    ...['CONTOSO\\', '\\alice', 'A\\B\\C', 'CONTOSO\\al/ice', 'CONTOSO \\alice'].map((written): [ScalarType, string, string] => [
      'login',
      written,
      `\`${written}\` is no log-in; write it like \`CONTOSO\\alice\`, or the name of a log-in of SQL Server.`,
    ]),
    ['login', LONG, 'This name has 300 characters; a log-in has 128 at most.'],
    ['login', 'a\nb', '`a⏎b` holds a control character.'],
    ...['tomorrow', '2026-11-29', '2026-02-30 03:00 Z', '2026-11-29 24:00 Z', '2026-11-29 03:00 +15', '2026-11-29 03:00 Asia/Seoul'].map(
      (written): [ScalarType, string, string] => [
        'instant',
        written,
        `\`${written}\` is no point in time; write it with its zone, like \`2026-11-29 03:00 +09:00\` or \`2026-11-28T18:00Z\`.`,
      ],
    ),
    ['instant', '2026-11-29 03:00', '`2026-11-29 03:00` does not say in which zone; add `Z` for UTC, or an offset like `+09:00`.'],
    [
      'secret',
      'hunter2',
      'This is the name of no configured secret, and is not repeated here. Never type a secret in chat: answer with the name of one, chat-pfx.',
    ],
    ['sql-server', 'SECM', '`SECM` is no configured SQL Server; choose SEC, PRI.'],
    ['sql-server', 'management', '`management` is no configured SQL Server; choose SEC, PRI.'],
    ['sql-server', 'constructor', '`constructor` is no configured SQL Server; choose SEC, PRI.'],
    ['powershell', 'SEC', '`SEC` is no configured PowerShell endpoint; choose management.'],
  ])('as %s: %j', (type, written, fault) => {
    expect(answer(type, written)).toEqual({ fault })
  })

  test('where no secret is configured', () => {
    const parameter = { name: 'p', type: { list: false, of: 'secret' }, ask: '?', line: 1 } as const
    const fault =
      'This is the name of no configured secret, and is not repeated here. Never type a secret in chat: add it under `secrets` of the configuration, and answer with its name.'
    expect(readSaid(readAnswer(parameter, 'hunter2', { targets: {} }))).toEqual({ fault })
  })

  test('where no target of that kind is configured', () => {
    const parameter = { name: 'p', type: { list: false, of: 'powershell' }, ask: '?', line: 1 } as const
    const fault = '`x` is no configured PowerShell endpoint, and none is configured: add one to the targets.'
    expect(readSaid(readAnswer(parameter, 'x', { targets: {} }))).toEqual({ fault })
  })

  test.each<[string, Partial<Parameter>, string]>([
    [
      'Other',
      { type: { list: false, of: 'choice' }, choices: ['Normal', 'FailedOver'] },
      '`Other` is none of the choices: Normal, FailedOver.',
    ],
    ['ab1', { type: { list: false, of: 'text' }, pattern: 'a|b' }, '`ab1` does not have the form that is asked for: a|b.'],
    ['0', { type: { list: false, of: 'integer' }, min: 1 }, '0 is too small; 1 is the least.'],
    ['4', { type: { list: false, of: 'integer' }, max: 3 }, '4 is too large; 3 is the most.'],
  ])('outside what the parameter allows: %s', (written, parameter, fault) => {
    expect(answer('text', written, parameter)).toEqual({ fault })
  })

  test.each<[string, Partial<Parameter>, string]>([
    ['', {}, 'Nothing is written here.'],
    ['[]', { min: 1 }, '0 given; at least 1 is needed.'],
    ['a.b', { min: 2 }, '1 given; at least 2 are needed.'],
    ['a.b, c.d', { max: 1 }, '2 given; 1 at most.'],
    ['a.b, A.B', {}, '`a.b` stands here twice.'],
    ['a.b, c', {}, '`c` is no full host name; write it like `lyncpc.contoso.com`.'],
    ['["a.b"', {}, 'This begins with `[` but is no JSON list of texts and numbers; write it like `["a", "b"]`, or parted by commas.'],
    ['[{}]', {}, 'This begins with `[` but is no JSON list of texts and numbers; write it like `["a", "b"]`, or parted by commas.'],
  ])('as a list: %s', (written, parameter, fault) => {
    expect(answer('fqdn', written, parameter, true)).toEqual({ fault })
  })

  test('a list of integers has bounds for its length, not for its values', () => {
    expect(answer('integer', '7, 8', { min: 1, max: 2 }, true)).toEqual({ value: [7, 8] })
  })
})

test('what was written is repeated up to 60 characters, and never half a character', () => {
  const said = (written: string) => sayValueFault({ is: 'no-integer', written })
  expect(said('x'.repeat(60))).toBe(`\`${'x'.repeat(60)}\` is no whole number.`)
  expect(said('x'.repeat(61))).toBe(`\`${'x'.repeat(60)}…\` is no whole number.`)
  expect(said(`${'x'.repeat(59)}😀`)).toBe(`\`${'x'.repeat(59)}�…\` is no whole number.`)
})
