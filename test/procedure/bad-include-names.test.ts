/** What the names of a document must promise to the one that it includes. */
import { describe, expect, test } from 'vitest'
import { changed, GOOD } from './documents.ts'
import { faults, OUTER, spoilt, WITH } from './including.ts'

/** Looks, and needs the place where something lies. */
const STORE = `---
command: /mend store
title: Look into the store
policy: careful
lock: store/{place}
parameters:
  place: { type: path, ask: "Which place?" }
  server: { type: sql-server, ask: "Which server?" }
---

Why.

## Look into it

\`\`\`sql read on=server
SELECT n = COUNT(*) FROM dbo.files f WHERE f.name = @place;
\`\`\`
`

const including = (id: string, mapped: string): string => `\`\`\`yaml
include: ${id}
with: ${mapped}
\`\`\`
`

describe('refused is a name', () => {
  test.each<[what: string, outer: string, said: string[]]>([
    [
      'of a list, in the place of one value',
      spoilt('pool: site', 'pool: hosts'),
      ['commands/all.md:30: `pool` of mend is of the type fqdn, and `hosts` is a list of fqdn; map it to one of the same type'],
    ],
    [
      'of one value, in the place of another one',
      spoilt('pool: site', 'pool: base'),
      ['commands/all.md:30: `pool` of mend is of the type fqdn, and `base` is of the type database; map it to one of the same type'],
    ],
    [
      'that nothing here has, and that is only like one of another type',
      spoilt('pool: site', 'pool: bas'),
      ['commands/all.md:30: mend needs `pool`, and `bas` is neither a parameter nor a capture here; map it to one that is, `{ pool: … }`'],
    ],
    [
      'that nothing here has, and that is like an item of a list, which is none for another document',
      spoilt('pool: site', 'pool: sitess')
        .replace('Set-Thing', 'Set-Other -Identity $sites -Confirm:$false\nSet-Thing')
        .replace('## Tell them where it lies\n', '## Tell them where it lies\n\n```yaml\neach: sites of hosts\n```\n'),
      ['commands/all.md:30: mend needs `pool`, and `sitess` is neither a parameter nor a capture here; did you mean `site`?'],
    ],
    [
      'of what may stay without an answer',
      spoilt('min: 1, max: 9', 'min: 1, max: 9, optional: true'),
      [
        'commands/all.md:30: `count` may stay without an answer, and `size` of mend may not; make `count` a parameter that must be answered',
      ],
    ],
    [
      'of what may be less',
      spoilt('min: 1, max: 9', 'min: 0, max: 9'),
      ['commands/all.md:30: `count` may be what `size` of mend may not (`min`); give `count` the same `min`'],
    ],
    [
      'of what may be as little as anybody likes',
      spoilt('min: 1, max: 9', 'max: 9'),
      ['commands/all.md:30: `count` may be what `size` of mend may not (`min`); give `count` the same `min`'],
    ],
    [
      'of what a later step finds',
      spoilt('database: base', 'database: found').replace(
        '## Tell them where it lies\n',
        '## Tell them where it lies\n\n```yaml\ncaptures: { found: database }\n```\n\n```sql read on=sql\nSELECT found = 1;\n```\n',
      ),
      ['commands/all.md:30: `found` is found by step 3, which comes later or may be passed over; include this after it'],
    ],
    [
      'of what a step finds that may be passed over',
      spoilt('database: base', 'database: found').replace(
        '```sql read on=sql\nSELECT n = 1;',
        '```yaml\ncaptures: { found: database }\nwhen: { way: Normal }\n```\n\n```sql read on=sql\nSELECT found = 1;',
      ),
      ['commands/all.md:35: `found` is found by step 1, which comes later or may be passed over; include this after it'],
    ],
  ])('%s', (_, outer, said) => {
    expect(faults(outer)).toEqual(said)
  })

  const worded = changed(['{ type: database, ask: "Which database?", default: mgc }', '{ type: text, ask: "What?", pattern: "[a-z]+" }'])
  const wordedHere = (rest: string): string => spoilt('{ type: database, ask: "Which database?" }', `{ type: text, ask: "What?"${rest} }`)

  test.each(['', ', pattern: "[a-z0-9]+"'])('of a text of another form: "%s"', (rest) => {
    expect(faults(wordedHere(rest), { 'mend.md': worded })).toEqual([
      'commands/all.md:30: `base` may be what `database` of mend may not (`pattern`); give `base` the same `pattern`',
    ])
  })

  test('of an answer in the place of a choice: its choices are not promised', () => {
    const asking = changed(['{ ask: "Has the hall', '{ name: hall, ask: "Has the hall'])
    const again = including('mend', WITH.replace('mode: way', 'mode: mendHall'))
    expect(faults(OUTER.replace('## Tell them', `## Mend again\n\n${again}\n## Tell them`), { 'mend.md': asking })).toEqual([
      'commands/all.md:37: `mendHall` may be what `mode` of mend may not (`choices`); give `mendHall` the same `choices`',
    ])
  })
})

describe('taken is a name', () => {
  test.each<[what: string, outer: string, mend: string]>([
    [
      'of what may be less than is allowed there',
      spoilt('min: 1, max: 9', 'min: 2, max: 8').replace('min: 1, max: 4', 'min: 2, max: 3'),
      GOOD,
    ],
    [
      'of a text of the same form',
      spoilt('{ type: database, ask: "Which database?" }', '{ type: text, ask: "What?", pattern: "[a-z]+" }'),
      changed(['{ type: database, ask: "Which database?", default: mgc }', '{ type: text, ask: "What?", pattern: "[a-z]+" }']),
    ],
    [
      'of a text of some form, in the place of one of any',
      spoilt('{ type: database, ask: "Which database?" }', '{ type: text, ask: "What?", pattern: "[a-z]+" }'),
      changed(['{ type: database, ask: "Which database?", default: mgc }', '{ type: text, ask: "What?" }']),
    ],
    [
      'of what may stay without an answer, in the place of what may as well',
      spoilt('min: 1, max: 9', 'min: 1, max: 9, optional: true'),
      changed(['max: 9, default: 3', 'max: 9, optional: true']),
    ],
    [
      'of a number without bounds, in the place of one without',
      spoilt(', min: 1, max: 9', ''),
      changed([', min: 1, max: 9, default: 3', '']),
    ],
    [
      'of what an earlier step finds',
      spoilt('database: base', 'database: found').replace(
        '```sql read on=sql\nSELECT n = 1;',
        '```yaml\ncaptures: { found: database }\n```\n\n```sql read on=sql\nSELECT found = 1;',
      ),
      GOOD,
    ],
  ])('%s', (_, outer, mend) => {
    expect(faults(outer, { 'mend.md': mend })).toEqual([])
  })

  test('of what an included document finds, by the one that is included after it', () => {
    const then = (place: string): string =>
      OUTER.replace('## Tell them', `## Look there\n\n${including('store', `{ place: ${place}, server: sql }`)}\n## Tell them`)
    expect(faults(then('mendShare'), { 'mend.md': GOOD, 'store.md': STORE })).toEqual([])
    expect(faults(then('mendLogs'), { 'mend.md': GOOD, 'store.md': STORE })).toEqual([
      'commands/all.md:37: `place` of store is of the type path, and `mendLogs` is a list of path; map it to one of the same type',
    ])
  })
})

describe('the lock of an included document', () => {
  const HALL = STORE.replace(/```sql[^]*```/, '```yaml\nconfirm: { ask: "Is it there?", choices: [yes] }\n```')
  const RUN = STORE.replace(
    'Look into it\n',
    'Write into it\n\n```yaml\ngate: careful\ncheck: none\nbecause: nobody can ask\n```\n',
  ).replace(/sql read on=server\n[^]*```/, 'sql run on=server\nEXEC dbo.store @place;\n```')
  const outer = (id: string): string =>
    spoilt('  sql:', '  share: { type: path, ask: "Which share?" }\n  sql:').replace(
      '## Tell them where it lies',
      `## Look there\n\n${including(id, '{ place: share, server: sql }')}\n## Tell them where it lies`,
    )

  test('may be another one where that document only looks', () => {
    expect(faults(outer('store'), { 'mend.md': GOOD, 'store.md': STORE })).toEqual([])
  })

  test.each([
    ['a person does something', HALL],
    ['a block does something', RUN],
  ])('must be the same where in it %s', (_, store) => {
    expect(faults(outer('store'), { 'mend.md': GOOD, 'store.md': store })).toEqual([
      'commands/all.md:37: store would protect `store/{share}` and this document protects `widget/{site}`, so that a run of each could go on at once; give both the same lock, in the names of each',
    ])
  })
})
