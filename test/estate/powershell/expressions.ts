import type { Node } from 'web-tree-sitter'
import { cast } from './cast.ts'
import { memberOf, toInteger, toText, toTruth } from './convert.ts'
import { expandText, readInteger, textOf, variableName } from './literals.ts'
import { callMethod, isKnownMethod } from './method-calls.ts'
import { arithmetic, compare, comparisonOf, isOfType } from './operators.ts'
import type { Scope } from './scope.ts'
import type { Session } from './session.ts'
import { PsError, placeOf, unknown } from './stand-in-error.ts'
import { outputOf, valueOf } from './statements.ts'
import { callStatic } from './static-calls.ts'
import { bare, parts } from './syntax.ts'
import { PsHash, PsScript, PsType, collect, enumerate } from './values.ts'
import type { PsValue } from './values.ts'

/** The value of an expression. Every kind of node that is not spelled out is refused. */
export async function evaluate(layered: Node, scope: Scope, session: Session): Promise<PsValue> {
  const node = bare(layered)
  const inner = parts(node)
  const of = (part: Node | undefined): Promise<PsValue> => {
    if (part === undefined) throw unknown(`this ${node.type}`, node)
    return evaluate(part, scope, session)
  }
  switch (node.type) {
    case 'variable':
    case 'braced_variable':
      return scope.get(variableName(node))
    case 'integer_literal':
      return readInteger(node)
    case 'real_literal':
      return Number(node.text)
    case 'string_literal':
      return textOf(node) ?? expandText(node, scope, (part) => valueOf(part, scope, session))
    case 'parenthesized_expression':
      return wholeOf(node, scope, session)
    case 'sub_expression':
      return collect(await itemsOf(node, scope, session))
    case 'array_expression':
      return itemsOf(node, scope, session)
    case 'array_literal_expression':
      return Promise.all(inner.map(of))
    case 'hash_literal_expression':
      return hashOf(node, scope, session)
    case 'script_block_expression':
      return new PsScript(only(node))
    case 'type_literal':
      return new PsType(node.text.slice(1, -1))
    case 'cast_expression':
      return cast(inner[0], await of(inner[1]), node)
    case 'member_access':
      if (inner.length !== 2) throw unknown('this access to a member', node)
      return memberOf(await of(inner[0]), memberName(inner[1] ?? node))
    case 'element_access':
      return elementOf(await of(inner[0]), await of(inner[1]), node)
    case 'expression_with_unary_operator':
      return unary(node.firstChild?.text.toLowerCase() ?? '', await of(inner.at(-1)), node)
    case 'logical_expression':
      return logical(node, of)
    case 'comparison_expression':
      return comparison(inner, await of(inner[0]), await of(inner[2]), node)
    case 'additive_expression':
    case 'multiplicative_expression': {
      const result = arithmetic(await of(inner[0]), node.child(1)?.text ?? '', await of(inner[1]))
      if (result === undefined) throw unknown(`${node.child(1)?.text ?? 'an operator'} of these values`, node)
      return result
    }
    case 'range_expression':
      return range(await of(inner[0]), await of(inner.at(-1)), node)
    case 'invokation_expression': {
      const args = await Promise.all(inner.slice(2).flatMap(parts).flatMap(parts).map(of))
      return isKnownMethod(node) ? callMethod(await of(inner[0]), args, node, session) : callStatic(node, args)
    }
    default:
      throw unknown(`the expression ${node.type}`, node)
  }
}

function only(node: Node): Node {
  const [first, ...more] = parts(node)
  if (first === undefined || more.length > 0) throw unknown(`this ${node.type}`, node)
  return first
}

async function wholeOf(node: Node, scope: Scope, session: Session): Promise<PsValue> {
  return valueOf(only(node), scope, session)
}

/** `@( … )` is always a list, of everything that comes out of its statements. */
async function itemsOf(node: Node, scope: Scope, session: Session): Promise<PsValue[]> {
  const items: PsValue[] = []
  for (const part of parts(node)) items.push(...(await outputOf(part, scope, session)))
  return items
}

async function hashOf(node: Node, scope: Scope, session: Session): Promise<PsHash> {
  const made = new PsHash()
  for (const entry of parts(node).flatMap(parts)) {
    const [key, value, ...more] = parts(entry)
    if (entry.type !== 'hash_entry' || key === undefined || value === undefined || more.length > 0)
      throw unknown('this entry of a hash table', entry)
    const named = bare(key)
    const name = named.type === 'simple_name' ? named.text : toText(await evaluate(named, scope, session))
    const found = await valueOf(value, scope, session)
    made.set(name, typeof found === 'symbol' ? null : found)
  }
  return made
}

function memberName(node: Node): string {
  const name = bare(node)
  if (name.type !== 'simple_name') throw unknown(`the member ${node.text}`, node)
  return name.text
}

function elementOf(of: PsValue, index: PsValue, node: Node): PsValue {
  if (of instanceof PsHash) return of.get(toText(index)) ?? null
  if (!Array.isArray(of) || typeof index !== 'number') throw unknown('this access by index', node)
  return of.at(index) ?? null
}

function unary(sign: string, value: PsValue, node: Node): PsValue {
  if (sign === '-not' || sign === '!') return !toTruth(value)
  if (sign === '-' && typeof value === 'number') return -value
  if (sign === '-join') return enumerate(value).map(toText).join('')
  if (sign === ',') return [value]
  throw unknown(`the operator ${sign} of this value`, node)
}

async function logical(node: Node, of: (part: Node | undefined) => Promise<PsValue>): Promise<boolean> {
  const [left, right] = parts(node)
  const sign = node.child(1)?.text.toLowerCase()
  const first = toTruth(await of(left))
  if (sign === '-and') return first && toTruth(await of(right))
  if (sign === '-or') return first || toTruth(await of(right))
  throw unknown(`the operator ${sign ?? ''}`, node)
}

function comparison(inner: Node[], left: PsValue, right: PsValue, node: Node): PsValue {
  const sign = inner[1]?.text.toLowerCase() ?? ''
  if (sign === '-is' && right instanceof PsType) return isOfType(left, right) ?? refused(right.name, node)
  const operator = comparisonOf(sign)
  if (operator === undefined) throw unknown(`the operator ${sign}`, node)
  return compare(left, operator, right) ?? refused(`${sign} of these values`, node)
}

function refused(what: string, node: Node): never {
  throw unknown(what, node)
}

function range(from: PsValue, to: PsValue, node: Node): PsValue {
  const [first, last] = [toInteger(from), toInteger(to)]
  if (first === undefined || last === undefined)
    throw new PsError('A range needs two integers.', 'InvalidCastFromStringToInteger', 'InvalidArgument', placeOf(node))
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => (last >= first ? first + i : first - i))
}
