/** Comparison, string and arithmetic operators; undefined means that PowerShell would refuse the operands. */
import { toNumber, toText, toTruth } from './convert.ts'
import { NOTHING } from './values.ts'
import type { PsType, PsValue } from './values.ts'

const collator = new Intl.Collator('en', { sensitivity: 'accent' })
const exactCollator = new Intl.Collator('en', { sensitivity: 'variant' })

/** Names of the operators that `compare` knows, without the `i` and `c` forms. */
const COMPARISONS = [
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'contains',
  'notcontains',
  'in',
  'notin',
  'like',
  'notlike',
  'match',
  'notmatch',
  'split',
  'join',
] as const
type Comparison = (typeof COMPARISONS)[number]

/** The operator and whether it minds case; undefined for one that is not known. `-is` and `-isnot` are spelled out by the caller. */
export function comparisonOf(sign: string): { name: Comparison; exact: boolean } | undefined {
  const word = sign.slice(1).toLowerCase()
  for (const [prefix, exact] of [
    ['', false],
    ['i', false],
    ['c', true],
  ] as const) {
    const name = COMPARISONS.find((known) => prefix + known === word)
    if (name !== undefined && !(name === 'join' && prefix !== '')) return { name, exact }
  }
  return undefined
}

export function compare(left: PsValue, { name, exact }: { name: Comparison; exact: boolean }, right: PsValue): PsValue | undefined {
  switch (name) {
    case 'join':
      return asList(left).map(toText).join(toText(right))
    case 'split': {
      const cut = patternOf(right, exact)
      return cut === undefined ? undefined : asList(left).flatMap((item) => toText(item).split(cut))
    }
    case 'contains':
      return asList(left).some((item) => single(item, 'eq', right, exact) === true)
    case 'notcontains':
      return !asList(left).some((item) => single(item, 'eq', right, exact) === true)
    case 'in':
      return asList(right).some((item) => single(item, 'eq', left, exact) === true)
    case 'notin':
      return !asList(right).some((item) => single(item, 'eq', left, exact) === true)
    case 'eq':
    case 'ne':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
    case 'like':
    case 'notlike':
    case 'match':
    case 'notmatch': {
      if (!Array.isArray(left)) return single(left, name, right, exact)
      const found: PsValue[] = []
      for (const item of left) {
        const held = single(item, name, right, exact)
        if (held === undefined) return undefined
        if (held) found.push(item)
      }
      return found
    }
  }
}

type Single = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'like' | 'notlike' | 'match' | 'notmatch'

/** The right operand takes the type of the left one. */
function single(left: PsValue, name: Single, right: PsValue, exact: boolean): boolean | undefined {
  if (name === 'like') return likeness(toText(right), exact).test(toText(left))
  if (name === 'notlike') return !likeness(toText(right), exact).test(toText(left))
  if (name === 'match' || name === 'notmatch') {
    const held = patternOf(right, exact)?.test(toText(left))
    return held === undefined ? undefined : held === (name === 'match')
  }
  const order = orderOf(left, right, exact)
  if (order === undefined) return name === 'eq' ? false : name === 'ne' ? true : undefined
  return { eq: order === 0, ne: order !== 0, gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[name]
}

function orderOf(left: PsValue, right: PsValue, exact: boolean): number | undefined {
  const empty = (value: PsValue) => value === null || value === NOTHING
  if (empty(left) && empty(right)) return 0
  if (empty(left)) return -1
  if (empty(right)) return 1
  if (typeof left === 'string') return (exact ? exactCollator : collator).compare(left, toText(right))
  if (typeof left === 'boolean') return Number(left) - Number(toTruth(right))
  if (typeof left === 'number') {
    const number = toNumber(right)
    return number === undefined ? undefined : left - number
  }
  return left === right ? 0 : undefined
}

/** A regular expression that means here what it means in .NET; undefined for one that may not, and what it captures is not kept. */
function patternOf(pattern: PsValue, exact: boolean): RegExp | undefined {
  const plain = typeof pattern === 'string' && /^(?:[ \w.:,/^$|+*?()[\]{}-]|\\[dDsSwW.])+$/.test(pattern) && !pattern.includes('(?')
  return plain ? new RegExp(pattern, exact ? '' : 'i') : undefined
}

function likeness(pattern: string, exact: boolean): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replaceAll('*', '[\\s\\S]*')
    .replaceAll('?', '[\\s\\S]')
  return new RegExp(`^${escaped}$`, exact ? '' : 'i')
}

export function arithmetic(left: PsValue, sign: string, right: PsValue): PsValue | undefined {
  if (sign === '+' && typeof left === 'string') return left + toText(right)
  if (sign === '+' && Array.isArray(left)) return [...left, ...asList(right)]
  if (sign === '+' && (left === null || left === NOTHING)) return right
  if (sign === '*' && typeof left === 'string') return left.repeat(Math.max(0, toNumber(right) ?? 0))
  const [a, b] = [toNumber(left), toNumber(right)]
  if (a === undefined || b === undefined || ((sign === '/' || sign === '%') && b === 0)) return undefined
  if (sign === '+') return a + b
  if (sign === '-') return a - b
  if (sign === '*') return a * b
  if (sign === '/') return a / b
  return sign === '%' ? a % b : undefined
}

/** `-is`: the few types that blocks ask for. */
export function isOfType(value: PsValue, type: PsType): boolean | undefined {
  const name = type.name.toLowerCase()
  if (name === 'string') return typeof value === 'string'
  if (name === 'bool') return typeof value === 'boolean'
  if (name === 'array') return Array.isArray(value) && !Object.isFrozen(value)
  return name === 'int' || name === 'long' ? typeof value === 'number' && Number.isInteger(value) : undefined
}

function asList(value: PsValue): PsValue[] {
  return Array.isArray(value) ? value : [value === NOTHING ? null : value]
}
