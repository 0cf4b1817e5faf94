import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprintGate, fingerprintPlan, shortFingerprint } from '../../src/procedure/fingerprint.ts'
import type { Plan } from '../../src/procedure/plan-types.ts'
import { firstDifferences, planDifference } from '../../src/procedure/plan-difference.ts'
import type { Difference } from '../../src/procedure/plan-difference.ts'
import { planOf, planSource } from './plans.ts'
import { differences } from '../../src/words/en/plans.ts'

const plan = planOf()

describe('a fingerprint', () => {
  test('is 64 hex digits, with a short form for eyes', () => {
    expect(fingerprintPlan(plan)).toMatch(/^[0-9a-f]{64}$/)
    expect(shortFingerprint('7f3a91c2deadbeef')).toBe('7f3a-91c2')
  })

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        expect(fingerprintPlan(shuffled(plan, stream) as Plan)).toBe(fingerprintPlan(plan))
      }),
      { numRuns: 50 },
    )
  })

  test('changes with every single field', () => {
    const seen = new Set([fingerprintPlan(plan)])
    const places = leaves(plan)
    expect(places.length).toBeGreaterThan(100)
    for (const path of places) seen.add(fingerprintPlan(withLeaf(plan, path)))
    expect(seen.size).toBe(places.length + 1)
  })

  test('of a rehearsal lives in another domain', () => {
    const rehearsal = planOf({ ...planSource(), rehearsal: true })
    expect(fingerprintPlan(rehearsal)).not.toBe(fingerprintPlan(plan))
    expect(fingerprintPlan(plan)).toBe(sha256(['countersign/plan/1', plan]))
    expect(fingerprintPlan(rehearsal)).toBe(sha256(['countersign/rehearsal/1', rehearsal]))
  })

  test('of a gate covers the plan and everything about the gate', () => {
    const content = { run: 'R-1', step: 2, gate: 1, captures: { share: '\\\\a\\b' }, after: '0'.repeat(64) }
    const fingerprint = fingerprintGate('aa', content)
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
    const others = [
      fingerprintGate('ab', content),
      fingerprintGate('aa', { ...content, run: 'R-2' }),
      fingerprintGate('aa', { ...content, step: 3 }),
      fingerprintGate('aa', { ...content, gate: 2 }),
      fingerprintGate('aa', { ...content, captures: {} }),
      fingerprintGate('aa', { ...content, after: '1'.repeat(64) }),
      fingerprintGate('aa', { ...content, asks: { kind: 'retry', reason: 'late', by: 'dana' } }),
    ]
    expect(new Set([fingerprint, ...others]).size).toBe(others.length + 1)
  })
})

describe('the difference of two plans', () => {
  test('is nothing where nothing changed', () => {
    expect(planDifference(plan, structuredClone(plan))).toEqual([])
  })

  test('shows what was and what is, statements line by line', () => {
    const after = structuredClone(plan)
    after.values['pool'] = 'other.contoso.com'
    after.values['servers'] = ['a.b']
    const run = after.steps[1]?.blocks[1]
    if (run !== undefined) run.text += '\nEXEC dbo.more;'
    delete after.steps[1]?.gate
    after.approvers.shift()
    after.targets['far'] = { kind: 'powershell', name: 'far', host: 'h', site: 'a', practice: true }
    expect(differences(planDifference(plan, after))).toEqual([
      '+ targets, far, host: h',
      '+ targets, far, kind: powershell',
      '+ targets, far, name: far',
      '+ targets, far, practice: true',
      '+ targets, far, site: a',
      '- values, pool: pool.contoso.com',
      '- values, servers: a.b, c.d',
      '+ values, pool: other.contoso.com',
      '+ values, servers: a.b',
      '- approver amir: Amir, in dba',
      '- step 2, gate: careful',
      '+ step 2, run on SEC: EXEC dbo.more;',
    ])
  })

  test('says it of lines at the end as well as at the beginning, and of what became empty', () => {
    const after = structuredClone(plan)
    after.steps.pop()
    after.rehearsal = true
    after.values['servers'] = []
    expect(differences(planDifference(plan, after))).toEqual([
      '- rehearsal: false',
      '+ rehearsal: true',
      '- values, servers: a.b, c.d',
      '+ values, servers: none',
      '- step 4, captures: none',
      '- step 4, confirm, ask: Has the hall been rung?',
      '- step 4, confirm, choices: yes, nobody there',
      '- step 4, id: ring-the-hall',
      '- step 4, number: 4',
      '- step 4, oneWay: false',
      '- step 4, repeatable: false',
      '- step 4, settleMs: 0',
      '- step 4, site: ',
      '- step 4, timeoutMs: 600000',
      '- step 4, title: Ring the hall',
    ])
    expect(differences(planDifference(after, plan))).toContain('+ step 4, title: Ring the hall')
  })

  test('numbers what stands in a list from 1', () => {
    const after = structuredClone(plan)
    const policy = after.policies['careful']
    if (policy !== undefined) policy.approve = policy.approve.map((line) => ({ ...line, count: 7 }))
    expect(differences(planDifference(plan, after))).toEqual(
      plan.policies['careful']?.approve.flatMap(({ count }, index) => [
        `- policies, careful, approve, ${index + 1}, count: ${count}`,
        `+ policies, careful, approve, ${index + 1}, count: 7`,
      ]),
    )
  })

  test('is what only one of them has, in its order, and nothing else', () => {
    const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1, max: 2 }), { minKeys: 1 })
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const lines = planDifference(bare(before), bare(after))
        const only = (sign: string) =>
          lines.flatMap((line) => (line.sign === sign && line.of === 'field' ? [[...line.path, line.value]] : []))
        const kept = (these: Record<string, number>, others: Record<string, number>) =>
          ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((key) =>
            these[key] === undefined || others[key] === these[key] ? [] : [[key, String(these[key])]],
          )
        expect(only('-')).toEqual(kept(before, after))
        expect(only('+')).toEqual(kept(after, before))
      }),
    )
  })

  test('leaves unsaid as many lines of a statement as it can', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(words, words, (before, after) => {
        const lines = planDifference(withText(before.join('\n')), withText(after.join('\n')))
        expect(lines).toHaveLength(before.length + after.length - 2 * mostInCommon(before, after))
      }),
    )
  })

  test('is never empty where anything that people read changed', () => {
    for (const path of leaves(plan).filter((each) => each.at(-1) !== 'line')) {
      expect(planDifference(plan, withLeaf(plan, path)), path.join('.')).not.toEqual([])
    }
  })
})

describe('of a long difference an entry carries the first lines', () => {
  const long = 'x'.repeat(201)
  const code = { sign: '+', of: 'code', step: 2, role: 'run', target: 'SEC' } as const
  const field: Difference = { sign: '-', of: 'field', path: ['values', 'share'] }

  test('values and statements up to 200 characters, with the length of the whole', () => {
    const short = { text: 'x'.repeat(200), cut: 201 }
    expect(
      firstDifferences([
        { ...code, code: long },
        { ...field, value: long },
      ]),
    ).toEqual({
      lines: [
        { ...code, code: short.text, cut: short.cut },
        { ...field, value: short.text, cut: short.cut },
      ],
      more: 0,
    })
  })

  test('what is as long as that, holds nothing, or is a name, as it stands', () => {
    const whole: Difference[] = [
      { ...code, code: long.slice(1) },
      { ...field, value: long.slice(1) },
      field,
      { sign: '-', of: 'approver', id: 'amir', name: long, groups: ['dba'] },
      { sign: '-', of: 'plan' },
    ]
    expect(firstDifferences(whole)).toEqual({ lines: whole, more: 0 })
  })

  test('30 of them, and how many are left out', () => {
    const lines = Array.from({ length: 32 }, (_, index): Difference => ({ ...field, path: [String(index)] }))
    expect(firstDifferences(lines)).toEqual({ lines: lines.slice(0, 30), more: 2 })
    expect(firstDifferences(lines.slice(0, 30))).toEqual({ lines: lines.slice(0, 30), more: 0 })
  })
})

function sha256(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')
}

/** A plan of nothing but these fields. */
function bare(fields: Record<string, number>): Plan {
  return { ...fields, steps: [], approvers: [] } as unknown as Plan
}

function withText(text: string): Plan {
  const copy = structuredClone(plan)
  const block = copy.steps[1]?.blocks[1]
  if (block !== undefined) block.text = text
  return copy
}

/** The length of the longest common subsequence, every way tried. */
function mostInCommon([a, ...before]: string[], [b, ...after]: string[]): number {
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1 + mostInCommon(before, after)
  return Math.max(mostInCommon(before, [b, ...after]), mostInCommon([a, ...before], after))
}

type Path = (string | number)[]

/** Paths of every text, number and boolean of the plan. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]))
}

function withLeaf(whole: Plan, path: Path): Plan {
  const copy = structuredClone(whole)
  let holder: Record<string | number, unknown> = copy as never
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  const old = holder[last]
  holder[last] = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : `${String(old)} x`
  return copy
}

function shuffled(value: unknown, stream: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((inner) => shuffled(inner, stream))
  if (typeof value !== 'object' || value === null) return value
  const ordered = Object.entries(value).map(([key, inner]) => ({ key, inner, rank: Number(stream.next().value) }))
  return Object.fromEntries(ordered.toSorted((a, b) => a.rank - b.rank).map(({ key, inner }) => [key, shuffled(inner, stream)]))
}
