/** A document that includes another one: one text is written out of both. */
import { describe, expect, test } from 'vitest'
import { judgeDocument, type JudgedDocument } from '../../src/lint/judge-document.ts'
import { bindValues } from '../../src/procedure/bind-values.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import type { Procedure } from '../../src/procedure/procedure.ts'
import { formatFault } from '../../src/text/fault.ts'
import { changed, GOOD } from './documents.ts'

const WITH = '{ pool: site, database: base, backup: sql, shell: console, servers: hosts, size: count, mode: way }'

const OUTER = `---
command: /mend all
title: Mend everything
policy: careful
lock: widget/{site}
parameters:
  site: { type: fqdn, ask: "Which site?" }
  base: { type: database, ask: "Which database?" }
  sql: { type: sql-server, ask: "Which server?" }
  console: { type: powershell, ask: "Which endpoint?" }
  hosts: { type: list of fqdn, ask: "Which servers?", min: 1, max: 4 }
  count: { type: integer, ask: "How many?", min: 1, max: 9 }
  way: { type: choice, ask: "Which way?", choices: [Normal, FailedOver] }
---

Why.

## Look first

\`\`\`sql read on=sql
SELECT n = 1;
\`\`\`

## Mend

Nobody can work meanwhile.

\`\`\`yaml
include: mend
with: ${WITH}
\`\`\`

## Tell them where it lies

\`\`\`powershell run on=console
Set-Thing -Identity $site -Share $mendShare -Confirm:$false
\`\`\`

\`\`\`powershell check on=console
@{ Done = (Get-CsPool -Identity $site).Count -eq $count; Detail = 'things' }
\`\`\`
`

function besideOf(documents: Record<string, string>) {
  return new Map(Object.entries(documents).map(([name, text]) => [name, { file: `commands/${name}`, text }]))
}

function judge(outer: string, documents: Record<string, string> = { 'mend.md': GOOD }): JudgedDocument {
  return judgeDocument('commands/all.md', outer, undefined, besideOf({ 'all.md': outer, ...documents }))
}

function faults(outer: string, documents?: Record<string, string>): string[] {
  const judged = judge(outer, documents)
  return 'faults' in judged ? judged.faults.map(formatFault) : []
}

function procedure(outer: string, documents?: Record<string, string>): Procedure {
  const judged = judge(outer, documents)
  if ('faults' in judged) throw new Error(judged.faults.map(formatFault).join('\n'))
  return judged.procedure
}

const spoilt = (from: string, to: string): string => {
  if (!OUTER.includes(from)) throw new Error(`the document has no ${from}`)
  return OUTER.replace(from, () => to)
}

describe('the steps of an included document', () => {
  const { steps, text, hash } = procedure(OUTER)

  test('stand in the place of the step that includes it, with its name before theirs', () => {
    expect(steps.map(({ number, id }) => [number, id])).toEqual([
      [1, 'look-first'],
      [2, 'mend-look-around'],
      [3, 'mend-mend-it'],
      [4, 'mend-tell-the-servers'],
      [5, 'mend-ring-the-hall'],
      [6, 'tell-them-where-it-lies'],
    ])
    expect(steps[1]?.prose).toBe('Nobody can work meanwhile.\n\nWhat is kept.')
  })

  test('keep their options, in the names of the plan', () => {
    expect(steps[1]).toMatchObject({
      captures: { mendShare: { list: false, of: 'path' }, mendLogs: { list: true, of: 'path' } },
      columns: { mendShare: 'share', mendLogs: 'logs' },
    })
    expect(steps[2]).toMatchObject({ gate: 'careful', oneWay: true, timeoutMs: 300_000, each: { item: 'mendLog', of: 'mendLogs' } })
    expect(steps[3]).toMatchObject({ when: [{ name: 'way', equals: 'FailedOver' }] })
  })

  test('keep the text of their blocks, which are given the values of the plan under the names that they say', () => {
    const run = steps[3]?.blocks[0]
    expect(run).toMatchObject({
      on: 'console',
      text: 'Set-Thing -Identity $pool -Share $share -Confirm:$false',
      uses: ['site', 'mendShare'],
      as: { pool: 'site', share: 'mendShare' },
    })
    const values = { site: 'site.contoso.com', sql: 'SEC' }
    const captures = { mendShare: '\\\\a\\b' }
    const source = { procedure: { parameters: procedure(OUTER).parameters, steps }, step: {}, values, captures, targets: {} }
    expect(bindValues(run ?? { language: 'powershell', uses: [] }, source)).toEqual({
      language: 'powershell',
      values: { pool: 'site.contoso.com', share: '\\\\a\\b' },
    })
  })

  test('keep their questions, whose answers later steps may ask for under the name of the plan', () => {
    const asking = changed(['{ ask: "Has the hall', '{ name: hall, ask: "Has the hall of {pool}'])
    const later = spoilt('## Tell them where it lies\n', '## Tell them where it lies\n\n```yaml\nwhen: { mendHall: nobody there }\n```\n')
    const read = procedure(later, { 'mend.md': asking }).steps
    expect(read[4]?.confirm).toMatchObject({ name: 'mendHall', ask: 'Has the hall of {site} been rung?' })
    expect(read[5]?.when).toEqual([{ name: 'mendHall', equals: 'nobody there' }])
  })

  test('are read alike from the text that is written out, alone', () => {
    const again = readProcedure('commands/all.md', text)
    expect(again).toMatchObject({ procedure: { steps, text, hash } })
  })

  test('are part of the hash: another included text is another document', () => {
    expect(procedure(OUTER, { 'mend.md': GOOD.replace('EXEC dbo.mend @log', 'EXEC dbo.mend @log ') }).hash).not.toBe(hash)
    expect(procedure(OUTER, { 'mend.md': GOOD, 'other.md': 'x' }).hash).toBe(hash)
  })

  test('are passed over under the conditions of the step that includes them, too', () => {
    const text1 = spoilt('include: mend', 'include: mend\nwhen: { count: { at-least: 2 } }').replace(/## Tell them[^]*/, '')
    const conditions = procedure(text1).steps.map(({ when }) => when)
    expect(conditions.slice(1)).toEqual([
      [{ name: 'count', atLeast: 2 }],
      [{ name: 'count', atLeast: 2 }],
      [
        { name: 'count', atLeast: 2 },
        { name: 'way', equals: 'FailedOver' },
      ],
      [{ name: 'count', atLeast: 2 }],
    ])
  })

  test('may themselves be included, and twice', () => {
    const top = `${OUTER.replace('/mend all', '/mend twice').replace('include: mend', 'include: all').replace(WITH, '{ site: site, base: base, sql: sql, console: console, hosts: hosts, count: count, way: way }').replace('$mendShare', '$allMendShare')}
## Mend again

\`\`\`yaml
include: mend
with: ${WITH}
\`\`\`
`
    const read = judgeDocument('commands/top.md', top, undefined, besideOf({ 'all.md': OUTER, 'mend.md': GOOD, 'top.md': top }))
    if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'))
    expect(read.procedure.steps.map(({ id }) => id)).toContain('mend-mend-tell-the-servers')
    expect(read.procedure.steps[4]?.blocks[0]?.as).toEqual({ pool: 'site', share: 'allMendShare' })
    expect(read.procedure.steps.at(-3)?.blocks[1]?.as).toEqual({ log: 'mendLog' })
  })
})

describe('refused is', () => {
  test.each<[what: string, outer: string, said: string[]]>([
    [
      'a document that is not there',
      spoilt('include: mend', 'include: mnd'),
      ['commands/all.md:29: there is no document `mnd` beside this one; did you mean `mend`?'],
    ],
    [
      'a parameter that is not mapped, one that is none, and one that means nothing',
      spoilt('pool: site, database: base, backup: sql', 'poool: site, database: bas, backup: sql'),
      [
        'commands/all.md:30: mend asks for `pool`, and nothing says what is meant here; add `pool: …` under `with`',
        'commands/all.md:30: mend knows no `poool`; did you mean `pool`?',
        'commands/all.md:30: mend needs `database`, and `bas` is neither a parameter nor a capture here; did you mean `base`?',
      ],
    ],
    [
      'a parameter of another type',
      spoilt('database: base', 'database: hosts'),
      ['commands/all.md:30: `database` of mend is of the type database, and `hosts` is a list of fqdn; map it to one of the same type'],
    ],
    [
      'a parameter that may be more',
      spoilt('min: 1, max: 4', 'min: 1, max: 5').replace('choices: [Normal, FailedOver]', 'choices: [Normal, Failed]'),
      [
        'commands/all.md:30: `hosts` may be what `servers` of mend may not (`max`); give `hosts` the same `max`',
        'commands/all.md:30: `way` may be what `mode` of mend may not (`choices`); give `way` the same `choices`',
      ],
    ],
    [
      'another lock',
      spoilt('lock: widget/{site}', 'lock: widgets/{site}'),
      [
        'commands/all.md:29: mend would protect `widget/{site}` and this document protects `widgets/{site}`, so that a run of each could go on at once; give both the same lock, in the names of each',
      ],
    ],
    [
      'an option or a block beside it',
      spoilt('include: mend', 'gate: careful\ninclude: mend').replace(
        'Nobody can work meanwhile.',
        '```sql before on=sql\nSELECT ok = 1;\n```',
      ),
      [
        'commands/all.md:26: this block stands in a step that includes another procedure; give it a step of its own',
        'commands/all.md:31: `gate` stands beside `include`, whose steps have options of their own; keep `include`, `with` and `when` here, and give the rest a step of its own',
      ],
    ],
    [
      'itself',
      spoilt('include: mend', 'include: all'),
      ['commands/all.md:29: these documents include each other: all, all; let one of them stand alone'],
    ],
    [
      'what only the program writes',
      spoilt('Nobody can work meanwhile.', '```yaml included\nnames: { a: b }\n```').replace(
        '```sql read on=sql',
        '```sql read on=sql with=a:b',
      ),
      [
        'commands/all.md:20: `with=a:b` is written by the program where it includes a document or a rule; use `include` or `rules` in the options of a step',
        'commands/all.md:26: `included` is written by the program where it includes a document or a rule; use `include` or `rules` in the options of a step',
      ],
    ],
  ])('%s', (_, outer, said) => {
    expect(faults(outer)).toEqual(said)
  })

  test('what must differ there, and may be the same here', () => {
    const differing = changed([
      '  backup:',
      '  second: { type: database, ask: "Which second?", differs-from: database }\n  third: { type: database, ask: "Which third?", differs-from: second }\n  backup:',
    ])
    const outer = spoilt('  sql:', '  other: { type: database, ask: "Which other?" }\n  sql:').replace(
      'database: base',
      'database: base, second: other, third: other',
    )
    expect(faults(outer, { 'mend.md': differing })).toEqual([
      'commands/all.md:31: `second` of mend must differ from `database`, and `other` may be the same as `base`; let the parameter `other` say `differs-from: base`',
      'commands/all.md:31: `third` of mend must differ from `second`, and `other` stands for both; map them to two',
    ])
    const apart = outer
      .replace('"Which other?" }', '"Which other?", differs-from: base }\n  more: { type: database, ask: "Which more?" }')
      .replace('"Which database?" }', '"Which database?", differs-from: more }')
    const known = apart.replace('third: other', 'third: more')
    expect(faults(known, { 'mend.md': differing })).toEqual([
      'commands/all.md:32: `third` of mend must differ from `second`, and `more` may be the same as `other`; let the parameter `more` say `differs-from: other`',
    ])
    expect(faults(known.replace('"Which more?" }', '"Which more?", differs-from: other }'), { 'mend.md': differing })).toEqual([])
  })

  test('a circle over several documents, where it begins', () => {
    const back = OUTER.replace('include: mend', 'include: all')
    expect(faults(spoilt('include: mend', 'include: back'), { 'back.md': back, 'mend.md': GOOD }).slice(0, 1)).toEqual([
      'commands/all.md:29: these documents include each other: all, back, all; let one of them stand alone',
    ])
    expect(faults(back, { 'mend.md': GOOD })).toContain(
      'commands/all.md:29: these documents include each other: all, all; let one of them stand alone',
    )
  })

  test('the file of rules, which is no procedure', () => {
    expect(faults(spoilt('include: mend', 'include: rules'), { 'mend.md': GOOD, 'rules.md': '' })[0]).toBe(
      'commands/all.md:29: rules.md holds rules, and is no procedure that could be included; cite them by `rules: [R22]` in the options of a step',
    )
  })

  test('documents that include each other too deep, where the first of them is included', () => {
    const next = (n: number) => (n === 5 ? GOOD : OUTER.replace('include: mend', `include: d${n + 1}`))
    const chain = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`d${n}.md`, next(n)]))
    expect(faults(spoilt('include: mend', 'include: d1'), chain)[0]).toBe(
      'commands/all.md:29: 4 documents include each other already on the way here; write the steps out in one of them',
    )
  })

  test('a document with faults, which are said at its own lines', () => {
    expect(faults(OUTER, { 'mend.md': changed(['timeout: 5m', 'timeout: 5']) })[0]).toBe(
      'commands/all.md:29: commands/mend.md has a fault; mend that document first',
    )
  })

  test('what a block of the included document says, at the line where it stands', () => {
    expect(faults(OUTER, { 'mend.md': changed(['EXEC dbo.mend @log;', 'EXEC dbo.mend @lag;']) })).toEqual([
      'commands/mend.md:52: `@lag` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@log`?',
    ])
  })

  test('a step of both together that no gate stands before, at the line where it stands', () => {
    const ungated = changed(
      ['gate: careful\none-way: true\n', 'when: { mode: Normal }\ngate: careful\none-way: true\n'],
      ['when: { mode: FailedOver }', 'when: { mode: Normal }'],
    )
    expect(faults(OUTER, { 'mend.md': ungated })).toEqual([
      'commands/all.md:35: this would run before anybody approved it; add `gate: ` and a policy to this step or an earlier one without `when`',
    ])
  })

  test('a text of another one that is read alone, when it is not written out', () => {
    expect(readProcedure('commands/all.md', OUTER)).toMatchObject({
      faults: expect.arrayContaining([{ line: 29, fault: { is: 'include-alone' } }]) as unknown,
    })
  })
})
