/** A document that includes another one: one text is written out of both. */
import { describe, expect, test } from 'vitest'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { bindValues } from '../../src/procedure/bind-values.ts'
import { draftProcedure, readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { formatFault } from '../../src/text/fault.ts'
import { changed, GOOD } from './documents.ts'
import { WITH, OUTER, besideOf, procedure, spoilt } from './including.ts'

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

  test.each(['', '~', 'pool', '[pool]'])(
    'have no names of the plan where the fence that says them is "names: %s", which the program never writes',
    (names) => {
      const { faults } = draftProcedure('commands/all.md', text.replace(/^names: .*$/m, `names: ${names}`))
      expect(faults[0]).toEqual({
        line: 43,
        fault: { is: 'no-such-parameter', name: 'backup', type: 'sql-server', known: ['sql'] },
      })
    },
  )

  test('say what is wrong with their condition at its line', () => {
    const { faults } = draftProcedure('commands/all.md', text.replace('from: mend\n', 'from: mend\nwhen: {}\n'))
    expect(faults).toEqual([{ line: 28, fault: { is: 'misfit', key: 'when', wanted: { is: 'condition' } } }])
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
