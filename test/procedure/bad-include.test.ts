/** Why a document cannot include another one, where it says so. */
import { describe, expect, test } from 'vitest'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { changed, GOOD } from './documents.ts'
import { OUTER, faults, spoilt } from './including.ts'

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

  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`way-${n + 1}.md`, GOOD]))
  const TWELVE = 'way-1, way-2, way-3, way-4, way-5, way-6, way-7, way-8, way-9, way-10, way-11, way-12'

  test.each<[what: string, beside: Record<string, string>, next: string]>([
    ['nothing but itself and rules', { 'rules.md': '' }, 'write `nowhere.md` first'],
    ['one more', { 'rules.md': '', 'mend.md': GOOD }, 'name one of mend'],
    ['a dozen', many(12), `name one of ${TWELVE}`],
    ['more than a dozen', many(14), `name one of ${TWELVE} and 2 more`],
  ])('a document that is like none of those beside it, which are %s', (_, beside, next) => {
    expect(faults(spoilt('include: mend', 'include: nowhere'), beside)).toEqual([
      `commands/all.md:29: there is no document \`nowhere\` beside this one; ${next}`,
    ])
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
