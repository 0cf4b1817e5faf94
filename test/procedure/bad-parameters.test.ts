import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'an unknown type',
    [['type: fqdn, ask: "Which pool?", example: pool.contoso.com', 'type: fqnd, ask: "Which pool?"']],
    ['8: `fqnd` is no type; did you mean `fqdn`?'],
  ],
  [
    'a list of an unknown type',
    [['type: list of fqdn', 'type: list of things']],
    [
      '12: `list of things` is no type; use text, fqdn, ip, url, email, path, database, login, choice, integer, boolean, duration, instant, secret, sql-server, powershell, or `list of` one of them',
    ],
  ],
  [
    'a list of lists',
    [['type: list of fqdn', 'type: list of list of fqdn']],
    [
      '12: `list of list of fqdn` is no type; use text, fqdn, ip, url, email, path, database, login, choice, integer, boolean, duration, instant, secret, sql-server, powershell, or `list of` one of them',
    ],
  ],
  [
    'a type that is a list',
    [['type: list of fqdn', 'type: [fqdn]']],
    [
      '12: `type` must be a type; use text, fqdn, ip, url, email, path, database, login, choice, integer, boolean, duration, instant, secret, sql-server, powershell, or `list of` one of them',
    ],
  ],
  [
    'a parameter without a question',
    [['type: database, ask: "Which database?", default: mgc', 'type: database']],
    ['9: `ask` is missing; add `ask: …`'],
  ],
  [
    'a parameter with an unknown setting',
    [['min: 1, max: 4', 'min: 1, maximum: 4']],
    [
      '12: `maximum` is no key of the parameter `servers`; the keys are `type`, `ask`, `example`, `default`, `optional`, `differs-from`, `choices`, `choices-from`, `pattern`, `min`, `max`',
    ],
  ],
  [
    'a parameter that is text',
    [['shell: { type: powershell, ask: "Which endpoint?" }', 'shell: powershell']],
    [
      '11: the parameter `shell` must be keys and values; the keys are `type`, `ask`, `example`, `default`, `optional`, `differs-from`, `choices`, `choices-from`, `pattern`, `min`, `max`',
    ],
  ],
  ['a choice without choices', [[', choices: [Normal, FailedOver]', '']], ['14: `mode` is a choice without choices; add `choices: [ … ]`']],
  [
    'choices with the same one twice',
    [['[Normal, FailedOver]', '[Normal, Normal, FailedOver]']],
    ['14: `choices` must be a list of different texts; write it like `[Normal, FailedOver]`'],
  ],
  [
    'an empty choice',
    [['[Normal, FailedOver]', '[FailedOver, ""]']],
    ['14: `choices` must be a list of different texts; write it like `[Normal, FailedOver]`'],
  ],
  [
    'choices that are one text',
    [['[Normal, FailedOver]', 'FailedOver']],
    ['14: `choices` must be a list of different texts; write it like `[Normal, FailedOver]`'],
  ],
  [
    'a choice that is longer than a value',
    [['[Normal, FailedOver]', `[Normal, FailedOver, ${'x'.repeat(4000)}, ${'y'.repeat(4001)}]`]],
    ['14: a choice of `mode` has 4001 characters, and 4000 are possible; shorten it'],
  ],
  [
    'choices for something else',
    [['default: mgc', 'choices: [mgc]']],
    ['9: `database` has choices but is no choice; make its type `choice` or remove them'],
  ],
  [
    'an optional one with a default',
    [['default: mgc', 'default: mgc, optional: true']],
    ['9: `database` has a default, which answers where nobody does, and is optional too; remove one of them'],
  ],
  [
    'a list of secrets',
    [['type: list of fqdn', 'type: list of secret']],
    ['12: `servers` is a list of secrets; ask for each one by a parameter of its own'],
  ],
  [
    'optional ones where a value must be',
    [
      ['example: pool.contoso.com', 'optional: true'],
      ['ask: "Which server?"', 'ask: "Which server?", optional: true'],
      ['default: mgc', 'optional: true'],
      ['sql read on=backup', 'sql read on=backup database=@database'],
    ],
    [
      '5: `{pool}` in `lock` may stay without an answer; name a parameter that has one',
      ...[27, 31, 47, 51, 55].map(
        (line) =>
          `${line}: \`backup\` may stay without an answer, and then this block would run nowhere; make \`backup\` a parameter that must be answered`,
      ),
      '27: `database` may stay without an answer, and then nobody knows in which database this runs; make `database` a parameter that must be answered',
    ].toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b)),
  ],
  [
    'an optional list to go through',
    [
      ['type: list of fqdn, ask: "Which servers?", min: 1, max: 4', 'type: list of fqdn, ask: "Which servers?", optional: true'],
      ['each: log of logs', 'each: log of servers'],
    ],
    [
      '44: `servers` may stay without an answer, and then there is nothing to go through; make `servers` a parameter that must be answered; a list may be empty, `[]`',
    ],
  ],
  [
    'a secret in a block that looks',
    [['type: database, ask: "Which database?", default: mgc', 'type: secret, ask: "Which key?"']],
    [
      '28: `database` is a secret, and a block that looks is asked before anybody approved that it is sent; use it in the `run` block alone',
    ],
  ],
  [
    'a pattern for something else',
    [['default: mgc', 'pattern: m.*']],
    ['9: `database` has a pattern but is no text; make its type `text` or remove it'],
  ],
  [
    'a pattern that is none',
    [['{ type: database, ask: "Which database?", default: mgc }', '{ type: text, ask: "What?", pattern: "m(", default: mgc }']],
    ['9: the pattern of `database` is no regular expression; correct it'],
  ],
  [
    'bounds for something else',
    [['default: mgc', 'min: 1, max: 2']],
    [
      '9: `database` has `min` but is neither an integer nor a list; remove it',
      '9: `database` has `max` but is neither an integer nor a list; remove it',
    ],
  ],
  ['bounds the wrong way round', [['min: 1, max: 9, default: 3', 'min: 9, max: 1']], ['13: `size` has a min above its max; exchange them']],
  ['a bound that is no number', [['min: 1, max: 9', 'min: one, max: 9']], ['13: `min` must be a whole number; write it like `4`']],
  ['a default that is too large', [['default: 3', 'default: 10']], ['13: the default does not fit: 10 is too large; 9 is the most']],
  ['a default that is too small', [['default: 3', 'default: 0']], ['13: the default does not fit: 0 is too small; 1 is the least']],
  [
    'a default that is no number',
    [['default: 3', 'default: three']],
    ['13: the default does not fit: `three` is no whole number; write one that does'],
  ],
  [
    'a default that is no choice',
    [['choices: [Normal, FailedOver]', 'choices: [Normal, FailedOver], default: Failed']],
    ['14: the default does not fit: `Failed` is none of the choices: Normal, FailedOver; write one that does'],
  ],
  [
    'a default that does not have the pattern',
    [['{ type: database, ask: "Which database?", default: mgc }', '{ type: text, ask: "What?", pattern: "[a-z]+", default: m1 }']],
    ['9: the default does not fit: `m1` does not have the form that is asked for: [a-z]+; write one that does'],
  ],
  [
    'a default list that is too long',
    [['min: 1, max: 4', 'min: 1, max: 2, default: [a.b, c.d, e.f]']],
    ['12: the default does not fit: 3 given; 2 at most'],
  ],
  [
    'a default that is a mapping',
    [['default: mgc', 'default: { a: b }']],
    ['9: `default` must be a value or a list of values; write it as text, or as `[a, b]`'],
  ],
  [
    'an example that does not fit',
    [['example: pool.contoso.com', 'example: pool']],
    ['8: the example does not fit: `pool` is no full host name; write it like `lyncpc.contoso.com`'],
  ],
  ['an empty default', [['default: mgc', 'default: ""']], ['9: the default does not fit: nothing is written here; write one that does']],
  [
    'a parameter name with a dash',
    [
      ['  mode:', '  fail-mode:'],
      ['when: { mode', 'when: { size'],
      [': FailedOver }\n```', ': 3 }\n```'],
    ],
    ['14: `fail-mode` cannot be a name; use up to 64 letters and digits, a letter first'],
  ],
  [
    'a parameter with the name of a variable of PowerShell',
    [
      ['  size:', '  Host:'],
      ['$size', '3'],
    ],
    ["13: `Host` is a variable of PowerShell's own; choose another one, such as `HostName`"],
  ],
  [
    'a parameter with the name of something in every object',
    [
      ['  size:', '  toString:'],
      ['$size', '3'],
    ],
    ['13: `toString` is a name with a meaning of its own; choose another one'],
  ],
  [
    'two parameters that differ in capitals only',
    [['  size:', '  Pool: { type: fqdn, ask: "Which other?" }\n  size:']],
    ['13: `Pool` is a name already (parameter, line 8); choose another one'],
  ],
  [
    'a parameter with a derived name',
    [['  size:', '  backup_host: { type: fqdn, ask: "Which host?" }\n  size:']],
    [
      '13: `backup_host` cannot be a name; use up to 64 letters and digits, a letter first',
      '13: `backup_host` is a name already (parameter, line 10); choose another one',
    ],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})
