/** Rules that are written once and cited by steps. */
import { describe, expect, test } from 'vitest'
import { judgeDocument, judgeRules } from '../../src/lint/judge-document.ts'
import { draftProcedure } from '../../src/procedure/document/read-procedure.ts'
import { formatFault } from '../../src/text/fault.ts'
import { GOOD } from './documents.ts'

const RULES = `Rules for all.

## R24: A pool needs a backup

Why.

\`\`\`yaml
source: A page
names: { pool: fqdn, shell: powershell, data: database, at: sql-server }
\`\`\`

\`\`\`powershell before on=shell
@{ Ok = ((Get-CsPool -Identity $pool).Count -gt 0); Detail = 'a backup of ' + $pool }
\`\`\`

\`\`\`sql before on=at database=@data
SELECT ok = 1, detail = @at_host;
\`\`\`
`

const CITING = GOOD.replace('repeatable: true', 'repeatable: true\nrules: [{ R24: { data: database, at: backup } }]')

function judge(text: string, rules: string | undefined = RULES) {
  const beside = new Map(rules === undefined ? [] : [['rules.md', { file: 'commands/rules.md', text: rules }]])
  return judgeDocument('commands/mend.md', text, undefined, beside)
}

function faults(text: string, rules?: string): string[] {
  const judged = judge(text, rules)
  return 'faults' in judged ? judged.faults.map(formatFault) : []
}

const ruleFaults = (text: string): string[] => judgeRules('commands/rules.md', text).map(formatFault)

test('the blocks of a rule are the first conditions of the step that cites it, in the names of its document', () => {
  const judged = judge(CITING)
  const [shell, sql, run] = 'procedure' in judged ? (judged.procedure.steps[2]?.blocks ?? []) : []
  expect(shell).toMatchObject({ role: 'before', rule: 'R24', on: 'shell', uses: ['pool'], as: { pool: 'pool' } })
  expect(sql).toMatchObject({
    role: 'before',
    rule: 'R24',
    on: 'backup',
    database: '@database',
    uses: ['backup_host'],
    as: { at_host: 'backup_host' },
  })
  expect(run?.role).toBe('run')
})

test('a rule of a report is read and recorded, and stops nothing', () => {
  const judged = judge(
    GOOD.replace('## Ring the hall', '## Report\n\n```yaml\nreport: [{ R24: { data: database, at: backup } }]\n```\n\n## Ring the hall'),
  )
  expect(judged).not.toHaveProperty('faults')
  const blocks = 'procedure' in judged ? judged.procedure.steps[3]?.blocks : undefined
  expect(blocks?.map(({ role, rule }) => [role, rule])).toEqual([
    ['read', 'R24'],
    ['read', 'R24'],
  ])
})

test('good rules have no faults', () => {
  expect(ruleFaults(RULES)).toEqual([])
})

describe('refused is in a document', () => {
  test.each<[string, string, string[]]>([
    ['a rule that is not there', 'rules: [R42]', ['commands/mend.md:67: there is no rule `R42` in `rules.md`; did you mean `R24`?']],
    ['a rule that is like none', 'rules: [backup]', ['commands/mend.md:67: there is no rule `backup` in `rules.md`; name one of R24']],
    [
      'a rule whose names mean nothing here',
      'rules: [{ R24: { data: databse, att: backup } }]',
      [
        'commands/mend.md:67: R24 knows no `att`; did you mean `at`?',
        'commands/mend.md:67: R24 needs `data`, and `databse` is neither a parameter nor a capture here; did you mean `database`?',
        'commands/mend.md:67: R24 needs `at`, and `at` is neither a parameter nor a capture here; map it to one that is, `{ at: … }`',
      ],
    ],
    [
      'no list of rules',
      'rules: R24',
      ['commands/mend.md:67: `rules` must be a list of rules; write it like `[R22, { R24: { pool: other } }]`'],
    ],
    [
      'a rule without a name',
      'rules: [{}]',
      ['commands/mend.md:67: `rules` must be a list of rules; write it like `[R22, { R24: { pool: other } }]`'],
    ],
    [
      'a name that is a list',
      'rules: [{ R24: [pool] }]',
      ['commands/mend.md:67: `R24` must be names, each with the name that is meant here; write it like `{ theirs: ours }`'],
    ],
  ])('%s', (_, written, said) => {
    expect(faults(GOOD.replace('repeatable: true', `repeatable: true\n${written}`))).toEqual(expect.arrayContaining(said))
  })

  test('a rule of a file that has none', () => {
    expect(faults(GOOD.replace('repeatable: true', 'repeatable: true\nrules: [R24]'), 'None yet.\n')).toEqual([
      'commands/mend.md:67: there is no rule `R24` in `rules.md`; write it there first',
    ])
  })

  test('a rule where there is no file of rules, or one with faults', () => {
    const cites = GOOD.replace('repeatable: true', 'repeatable: true\nrules: [R24]')
    const alone = judgeDocument('commands/mend.md', cites)
    expect('faults' in alone ? alone.faults.map(formatFault) : []).toEqual([
      'commands/mend.md:67: rules are cited, and there is no `rules.md` beside this document; write one, or write the blocks here',
    ])
    expect(faults(cites, RULES.replace('source: A page\n', ''))).toEqual([
      'commands/mend.md:67: commands/rules.md has faults; mend that file first',
    ])
  })
})

test('a file of rules that is no text is not read', () => {
  expect(ruleFaults('Rules.\n\n\ud800\n')).toEqual([
    'commands/rules.md:1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark',
  ])
})

test('a file of rules has all its faults said at once, with what its blocks say', () => {
  const bad = RULES.replace('## R24: A', '## A')
    .replace('source: A page', 'sauce: A page')
    .replace('pool: fqdn', 'pool: host')
    .replace('powershell before', 'powershell run')
  const more = `${bad}
## R25: Nothing

## R26: No options

\`\`\`sql before on=at
SELECT ok = 1;
\`\`\`

## R25: Again

\`\`\`yaml
source: A page
names: {}
\`\`\`

\`\`\`sql before on=at
SELECT ok = @nothing;
\`\`\`
`
  expect(ruleFaults(more)).toEqual([
    'commands/rules.md:3: `A pool needs a backup` does not begin with the number of a rule; write it like `## R22: The first pool comes back first`',
    'commands/rules.md:8: `sauce` is no key of `A pool needs a backup`; the keys are `source`, `names`',
    'commands/rules.md:8: `source` is missing; add `source: …`',
    'commands/rules.md:9: `host` is no type; did you mean `fqdn`?',
    'commands/rules.md:12: a rule has `before` blocks only, and this is a `run` block; ask in it whether the rule holds',
    'commands/rules.md:20: this rule does not say where it is from; add a ```yaml fence with `source` and `names`',
    'commands/rules.md:20: this rule asks nothing; give it a `before` block',
    'commands/rules.md:22: this rule does not say where it is from; add a ```yaml fence with `source` and `names`',
    'commands/rules.md:28: rule R25 stands on line 20 already; make one of both',
    'commands/rules.md:32: `names` must be the names that the rule uses, each with its type; write it like `{ pool: fqdn, shell: powershell }`',
  ])
})

describe('refused is in a file of rules', () => {
  test.each<[what: string, from: string, to: string, said: string[]]>([
    [
      'a heading of the first level',
      'Rules for all.',
      '# Rules for all',
      ['1: a heading of the first level is not used; give each rule a `##` heading, and take this one away'],
    ],
    ['raw HTML', 'Why.', '<b>Why.</b>\n', ['5: raw HTML can hide a block from the people who read it; write it as Markdown']],
    [
      'a block before the first rule',
      'Rules for all.\n',
      'Rules for all.\n\n```sql before on=at\nSELECT ok = 1;\n```\n',
      ['3: this block stands before the first step; put it under a `##` heading, or make it ```text'],
    ],
    [
      'a second fence of options',
      '```powershell before',
      '```yaml\nsource: Another page\n```\n\n```powershell before',
      ['12: a step has one block of options; move these into the first one'],
    ],
    [
      'a name of no type, of which nothing else is said',
      'shell: powershell',
      'shell: powershel',
      ['9: `powershel` is no type; did you mean `powershell`?'],
    ],
    [
      'a name of a type that is no text, of which nothing else is said',
      'shell: powershell',
      'shell: [powershell]',
      [
        '9: `shell` must be a type; use text, fqdn, ip, url, email, path, database, login, choice, integer, boolean, duration, instant, secret, sql-server, powershell, or `list of` one of them',
      ],
    ],
    [
      'a target of a type that no block can run on',
      'shell: powershell',
      'shell: text',
      ['12: `shell` is no parameter of the type powershell; a powershell block runs on one of that type'],
    ],
    [
      'a block that uses what the rule does not name',
      '@at_host',
      '@at_port',
      [
        '17: `@at_port` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@at_host`?',
      ],
    ],
  ])('%s', (_, from, to, said) => {
    if (!RULES.includes(from)) throw new Error(`the rules have no ${from}`)
    expect(ruleFaults(RULES.replace(from, to))).toEqual(said.map((each) => `commands/rules.md:${each}`))
  })

  test('a rule that names what it uses, and asks nothing', () => {
    expect(ruleFaults(RULES.replace(/```powershell[^]*/, ''))).toEqual([
      'commands/rules.md:3: this rule asks nothing; give it a `before` block',
    ])
  })
})

test('a text that cites rules is refused where it is read without them', () => {
  expect(draftProcedure('commands/mend.md', GOOD.replace('repeatable: true', 'repeatable: true\nrules: [R24]'))).toMatchObject({
    faults: [{ line: 67, fault: { is: 'rule-alone', rule: 'R24' } }],
  })
})

test('a rule is asked of a name that it has', () => {
  expect(ruleFaults(RULES.replace('on=at', 'on=att'))).toEqual(['commands/rules.md:16: `att` is no parameter; did you mean `at`?'])
})
