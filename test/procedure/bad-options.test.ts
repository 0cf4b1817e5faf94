import { expect, test } from 'vitest'
import { changed, faultsOf } from './documents.ts'

/** What is wrong, how the good document is spoilt, and all that is said about it. */
const BAD: [title: string, changes: [from: string, to: string][], faults: string[]][] = [
  [
    'two blocks of options',
    [['SELECT ok = 1;\n```', 'SELECT ok = 1;\n```\n\n```yaml\ntimeout: 1h\n```']],
    ['51: a step has one block of options; move these into the first one'],
  ],
  ['a word after yaml', [['```yaml\ngate', '```yaml options\ngate']], ['39: `options` means nothing after `yaml`; write ```yaml alone']],
  [
    'an unknown option',
    [['repeatable: true', 'repeatible: true']],
    ["66: `repeatible` is no key of a step's options; did you mean `repeatable`?"],
  ],
  [
    'options that are no keys and values',
    [['gate: careful\none-way: true\ntimeout: 5m\nsettle: 30s\neach: log of logs', '- gate']],
    [
      '40: this is not a list of keys and values; write `key: value` lines',
      '48: `@log` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@logs`?',
      '52: `@log` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@logs`?',
    ],
  ],
  [
    'a time without a unit',
    [['timeout: 5m', 'timeout: 5']],
    ['42: `timeout` must be a whole number with its unit; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'no time to work in',
    [['timeout: 5m', 'timeout: 0s']],
    ['42: `timeout` is 0s, and must be from 1s to 24d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'a time that a timer of Node would let pass at once',
    [['timeout: 5m', 'timeout: 25d']],
    ['42: `timeout` is 25d, and must be from 1s to 24d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'no time for an effect to show',
    [['settle: 30s', 'settle: 0s']],
    ['43: `settle` is 0s, and must be from 1ms to 24d; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'more choices than buttons',
    [['[yes, nobody there]', `[${Array.from({ length: 21 }, (_, n) => n).join(', ')}]`]],
    ['81: `confirm` has 21 choices, and 20 buttons are possible; ask for fewer'],
  ],
  [
    'a time of more than a year',
    [['timeout: 5m', 'timeout: 367d']],
    ['42: `timeout` must be a whole number with its unit; write it like `30s`, `60m` or `2h`'],
  ],
  [
    'neither yes nor no',
    [['repeatable: true', 'repeatable: perhaps']],
    ['66: `repeatable` must be true or false; write `true` or `false`'],
  ],
  [
    'blocks beside an include, and nothing to include',
    [['repeatable: true', 'include: other']],
    [
      '66: there is no document `other` beside this one; write `other.md` first',
      '70: this block stands in a step that includes another procedure; give it a step of its own',
      '74: this block stands in a step that includes another procedure; give it a step of its own',
    ],
  ],
  [
    'options that cannot be read, where a person is asked: what they lack is not known',
    [['{ ask: "Has the hall been rung?", choices: [yes, nobody there] }', '{ ask: "Has the hall']],
    [
      '81: this is not YAML that can be read (Missing closing "quote); close what is open, and put a text with quotes, braces or brackets in quotes',
      '81: this is not YAML that can be read (Flow map in block collection must be sufficiently indented and end with a }); indent all keys alike',
    ],
  ],
  [
    'an include that is none: what the step lacks is not known',
    [['confirm: { ask: "Has the hall been rung?", choices: [yes, nobody there] }', 'include: [other]']],
    ['81: `include` must be a name of small letters, digits and dashes, a letter first; write it like `disaster-recovery`'],
  ],
  [
    'confirm that is an empty list',
    [['{ ask: "Has the hall been rung?", choices: [yes, nobody there] }', '[]']],
    ['81: `confirm` asks nothing; write `ask: …` and `choices: [ … ]`'],
  ],
  [
    'more questions than a step has',
    [
      [
        '{ ask: "Has the hall been rung?", choices: [yes, nobody there] }',
        `[${'{ ask: "Rung?", choices: [yes] }, '.repeat(10)}{ ask: "Rung?", choices: [yes] }]`,
      ],
    ],
    ['81: `confirm` has 11 questions, and 10 are possible; make two steps of it'],
  ],
  [
    'faults in two questions of a list',
    [
      [
        '{ ask: "Has the hall been rung?", choices: [yes, nobody there] }',
        '\n  - { ask: "Rung?" }\n  - { name: pool, ask: "Who?", choices: [a], or: b }',
      ],
    ],
    [
      '81: `pool` is a name already (parameter, line 8); choose another one',
      '82: `choices` is missing; add `choices: …`',
      '83: `or` is no key of `confirm`; the keys are `name`, `ask`, `choices`',
    ],
  ],
  ['confirm without choices', [[', choices: [yes, nobody there]', '']], ['81: `choices` is missing; add `choices: …`']],
  [
    'a choice longer than a button',
    [['choices: [yes, nobody there]', `choices: [yes, ${'no'.repeat(101)}, ${'ay'.repeat(100)}]`]],
    [
      '81: the choice "nononononononononononononononononononono…" of `confirm` has 202 characters, and a button takes 200; say the rest in `ask`',
    ],
  ],
  ['confirm without a question', [['ask: "Has the hall been rung?", ', '']], ['81: `ask` is missing; add `ask: …`']],
  [
    'confirm that is text',
    [['{ ask: "Has the hall been rung?", choices: [yes, nobody there] }', 'yes']],
    ['81: `confirm` must be keys and values; the keys are `name`, `ask`, `choices`'],
  ],
  [
    'captures that are text',
    [['captures: { share: path, logs: list of path }', 'captures: share']],
    [
      '24: `captures` must be names and their types; write it like `share: path`',
      '44: `logs` is neither a parameter nor a capture; capture the list first',
      '71: `$share` is neither a parameter, nor captured by an earlier step, nor assigned before in this block; assign it, or ask for it as a parameter',
    ],
  ],
  [
    'a capture of an unknown type',
    [['share: path', 'share: pth']],
    [
      '24: `share` has no type that a capture can have; use text, fqdn, ip, url, email, path, database, login, integer, boolean, duration, instant, or `list of` one of them',
    ],
  ],
  [
    'a capture that is a target',
    [['share: path', 'share: sql-server']],
    [
      '24: `share` has no type that a capture can have; use text, fqdn, ip, url, email, path, database, login, integer, boolean, duration, instant, or `list of` one of them',
    ],
  ],
]

test.each(BAD)('refuses a document with %s', (_, changes, faults) => {
  expect(faultsOf(changed(...changes))).toEqual(faults)
})

test('a step by hand may have as many choices as there are buttons', () => {
  expect(faultsOf(changed(['[yes, nobody there]', `[${Array.from({ length: 20 }, (_, n) => n).join(', ')}]`]))).toEqual([])
})

test('a step by hand may ask as many questions as are possible', () => {
  const questions = `[${Array.from({ length: 10 }, () => '{ ask: "Rung?", choices: [yes] }').join(', ')}]`
  expect(faultsOf(changed(['{ ask: "Has the hall been rung?", choices: [yes, nobody there] }', questions]))).toEqual([])
})
