import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFault, sortFaults } from '../../src/text/fault.ts'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import { draftProcedure, readProcedure } from '../../src/procedure/document/read-procedure.ts'
import { changed, faultsOf, GOOD, procedureOf } from './documents.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { ANY_CHARACTER } from '../suite/any-character.ts'

describe('a good document', () => {
  const procedure = procedureOf(GOOD)

  test('is read whole', () => {
    const { parameters, steps, text, hash, ...head } = procedure
    expect(head).toEqual({
      id: 'mend',
      command: '/mend widget',
      title: 'Mend the widget',
      policy: 'careful',
      lock: 'widget/{pool}',
      recoveryTimeMs: 1_800_000,
      intro: 'Why and when.',
    })
    expect(text).toBe(GOOD)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(steps.map(({ id, number, title, line }) => [id, number, title, line])).toEqual([
      ['look-around', 1, 'Look around', 19],
      ['mend-it', 2, 'Mend it', 35],
      ['tell-the-servers', 3, 'Tell the servers', 63],
      ['ring-the-hall', 4, 'Ring the hall', 78],
    ])
    expect(parameters[4]).toEqual({ name: 'servers', type: { list: true, of: 'fqdn' }, ask: 'Which servers?', min: 1, max: 4, line: 12 })
    expect(parameters[5]).toEqual({
      name: 'size',
      type: { list: false, of: 'integer' },
      ask: 'How many?',
      min: 1,
      max: 9,
      default: '3',
      line: 13,
    })
    expect(parameters[6]).toMatchObject({ type: { list: false, of: 'choice' }, choices: ['Normal', 'FailedOver'] })
  })

  test('says of a step what it does, where, with which values', () => {
    expect(procedure.steps[1]).toEqual({
      id: 'mend-it',
      number: 2,
      title: 'Mend it',
      prose: 'What it means.\n\n```text\nEXEC dbo.unmend @log;\n```',
      line: 35,
      gate: 'careful',
      oneWay: true,
      timeoutMs: 300_000,
      settleMs: 30_000,
      repeatable: false,
      each: { item: 'log', of: 'logs' },
      captures: {},
      blocks: [
        { role: 'before', language: 'sql', on: 'backup', database: 'master', text: 'SELECT ok = 1;', line: 48, uses: [] },
        { role: 'run', language: 'sql', on: 'backup', database: 'msdb', text: 'EXEC dbo.mend @log;', line: 52, uses: ['log'] },
        {
          role: 'check',
          language: 'sql',
          on: 'backup',
          database: 'master',
          text: 'SELECT done = COUNT(*) FROM dbo.mended WHERE log = @log;',
          line: 56,
          uses: ['log'],
        },
      ],
    })
  })

  test('says of a check whether it is asked only after the run', () => {
    const after = procedureOf(changed(['sql check on=backup', 'sql check after on=backup']))
    expect(after.steps[1]?.blocks[2]).toEqual({ ...procedure.steps[1]?.blocks[2], after: true })
  })

  test('lets a check use what its own step captures', () => {
    const own = changed(
      ['repeatable: true\n', 'captures: { before: integer }\n'],
      ['```powershell run', '```powershell read on=shell\n@{ before = (Get-CsPool -Identity $pool).Count }\n```\n\n```powershell run'],
      ['-eq $size', '-eq $before'],
    )
    expect(procedureOf(own).steps[2]?.blocks.map(({ role, uses }) => [role, uses])).toEqual([
      ['read', ['pool']],
      ['run', ['pool', 'share']],
      ['check', ['pool', 'before']],
    ])
  })

  test('has options only where they are written', () => {
    const [look, , tell, ring] = procedure.steps
    expect(look).toMatchObject({
      timeoutMs: 600_000,
      settleMs: 0,
      captures: { share: { list: false, of: 'path' }, logs: { list: true, of: 'path' } },
    })
    expect(tell).toMatchObject({ repeatable: true, oneWay: false, when: [{ name: 'mode', equals: 'FailedOver' }] })
    expect(tell?.blocks[1]).toEqual({
      role: 'check',
      language: 'powershell',
      on: 'shell',
      text: "@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }",
      line: 75,
      uses: ['pool', 'size'],
    })
    expect(ring).toMatchObject({ confirm: { ask: 'Has the hall been rung?', choices: ['yes', 'nobody there'] }, blocks: [] })
    expect(Object.keys(look ?? {})).not.toContain('gate')
  })
})

test('the reason of `check: none` is kept', () => {
  const check = "```powershell check on=shell\n@{ Done = (Get-CsPool -Identity $pool).Count -eq $size; Detail = 'things' }\n```\n"
  const { steps } = procedureOf(changed(['repeatable: true', 'check: none\nbecause: Nothing shows it.'], [check, '']))
  expect(steps.map(({ uncheckedBecause }) => uncheckedBecause)).toEqual([undefined, undefined, 'Nothing shows it.', undefined])
})

describe('faults', () => {
  test('come all at once, by line, each once', () => {
    const text = changed(['policy: careful', 'polcy: careful'], ['@database;', '@databse + @databse;'], ['timeout: 5m', 'timeout: 5'])
    expect(faultsOf(text)).toEqual([
      '4: `polcy` is no key of the front matter; did you mean `policy`?',
      '28: `@databse` is neither a parameter, nor captured by an earlier step, nor declared before in this block; did you mean `@database`?',
      '42: `timeout` must be a whole number with its unit; write it like `30s`, `60m` or `2h`',
    ])
  })

  test('are said with their file and line, in one sentence or two', () => {
    expect(formatFault({ file: 'a.md', line: 3, what: 'this is wrong', next: 'mend it' })).toBe('a.md:3: this is wrong; mend it')
    expect(formatFault({ file: 'a.md', line: 3, what: 'This is wrong.', next: 'Mend it.' })).toBe('a.md:3: This is wrong. Mend it.')
  })

  test('of one line stay in the order in which they were found', () => {
    const fault = (line: number, what: string) => ({ file: 'a.md', line, what, next: 'mend it' })
    const sorted = sortFaults([fault(2, 'b'), fault(1, 'z'), fault(2, 'a'), fault(2, 'b')])
    expect(sorted.map(({ line, what }) => `${line}${what}`)).toEqual(['1z', '2b', '2a'])
  })

  test('come with the command where it could be read, so that whoever types it is told why', () => {
    expect(judgeDocument('mend.md', changed(['policy: careful\n', '']))).toMatchObject({ command: '/mend widget' })
    expect(Object.keys(judgeDocument('mend.md', changed(['command: /mend widget\n', ''])))).toEqual(['faults'])
  })

  test.each([
    ['a byte order mark', `\uFEFF${GOOD}`, '1: this file begins with a byte order mark; save it as UTF-8 without one'],
    ['a zero', GOOD.replace('Why', 'W\0hy'), '17: a NUL character stands here, which nobody sees; remove it'],
    ['half a character', GOOD.replace('Why', 'W\uD800hy'), '1: this is not plain UTF-8 text; save it as UTF-8 without a byte order mark'],
  ])('name %s', (_, text, fault) => {
    expect(faultsOf(text)).toEqual([fault])
  })
})

test('it is known at which line each gate names its policy', () => {
  expect(draftProcedure('commands/mend.md', GOOD).finish().places.gates).toEqual([{ policy: 'careful', line: 40 }])
})

test('a text that was read lately is given again as it was read, under its own name alone, and nobody can change it', () => {
  const read = readProcedure('commands/mend.md', GOOD)
  expect(readProcedure('commands/mend.md', GOOD)).toBe(read)
  expect(readProcedure('commands/other.md', GOOD)).toMatchObject({ procedure: { id: 'other' } })
  expect(readProcedure('commands/mend.md', `${GOOD}\n`)).toMatchObject({ procedure: { text: `${GOOD}\n` } })
  expect(() => 'procedure' in read && Object.assign(read.procedure.steps[0] ?? {}, { title: 'Another one' })).toThrow(TypeError)
  for (let count = 0; count < 16; count += 1) readProcedure('commands/mend.md', `${count}`)
  expect(readProcedure('commands/mend.md', GOOD)).not.toBe(read)
})

test('a document of more than 200,000 characters is not read', () => {
  expect(faultsOf(GOOD.padEnd(200_000))).toEqual([])
  expect(faultsOf(GOOD.padEnd(200_001))).toEqual([
    '1: this document has 200001 characters, and 200000 are possible; make two procedures of it',
  ])
})

describe('reading', () => {
  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER, maxLength: 400 }), (text) => void readProcedure('commands/x.md', text)),
      { numRuns: shortOrLong({ short: 30, long: 300 }) },
    )
  })

  test('never throws on a good document with a piece exchanged', () => {
    const piece = fc.constantFrom('`', '```', "'", '"', '@', '$(', '{', ']', '---', ':', '&', '*x', '\n', '/*', '<#', '@"', '#', '', '- ')
    const place = fc.nat({ max: GOOD.length })
    fc.assert(
      fc.property(fc.array(fc.tuple(place, piece), { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((before, [at, put]) => before.slice(0, at) + put + before.slice(at + 1), GOOD)
        return Array.isArray(faultsOf(text))
      }),
      { numRuns: shortOrLong({ short: 30, long: 300 }) },
    )
  })
})
