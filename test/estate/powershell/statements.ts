import type { Node } from 'web-tree-sitter'
import { assign } from './assignment.ts'
import { toText, toTruth } from './convert.ts'
import { evaluate } from './expressions.ts'
import { runPipeline } from './pipeline.ts'
import { FIXED_NAMES } from './scope.ts'
import type { Scope } from './scope.ts'
import { breathe } from './session.ts'
import type { Session } from './session.ts'
import { PsError, placeOf, unknown } from './stand-in-error.ts'
import { bare, parts } from './syntax.ts'
import { NOTHING, collect, enumerate } from './values.ts'
import type { PsValue } from './values.ts'

/** Runs a statement, or a node that holds some, and gives its output as it comes. */
export async function* run(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  await breathe(session)
  switch (node.type) {
    case 'program':
    case 'statement_list':
    case 'statement_block':
    case 'script_block':
    case 'script_block_body':
      for (const part of parts(node)) yield* run(part, scope, session)
      return
    case 'empty_statement':
      return
    case 'pipeline':
      yield* runPipelineStatement(node, scope, session)
      return
    case 'if_statement':
      yield* runIf(node, scope, session)
      return
    case 'while_statement':
      yield* runWhile(node, scope, session)
      return
    case 'foreach_statement':
      yield* runForeach(node, scope, session)
      return
    case 'flow_control_statement':
      yield* runThrow(node, scope, session)
      return
    default:
      throw unknown(`the statement ${node.type}`, node)
  }
}

/** A node as one value. An expression is its value as it is; of anything else the output is collected: nothing, the one item, or a list. */
export async function valueOf(node: Node, scope: Scope, session: Session): Promise<PsValue> {
  const expression = node.type === 'pipeline' ? bare(node) : node
  if (expression.type === 'assignment_expression') throw unknown('an assignment that is used as a value', expression)
  if (!STATEMENTS.has(expression.type)) return evaluate(expression, scope, session)
  return collect(await outputOf(node, scope, session))
}

export async function outputOf(node: Node, scope: Scope, session: Session): Promise<PsValue[]> {
  const items: PsValue[] = []
  for await (const item of run(node, scope, session)) items.push(item)
  return items
}

/** What has output instead of a value. */
const STATEMENTS: ReadonlySet<string> = new Set([
  'program',
  'statement_list',
  'statement_block',
  'script_block',
  'script_block_body',
  'empty_statement',
  'pipeline',
  'pipeline_chain',
  'command',
  'if_statement',
  'while_statement',
  'foreach_statement',
  'flow_control_statement',
])

async function* runPipelineStatement(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const [inner, ...more] = parts(node)
  if (inner === undefined || more.length > 0) throw unknown('this chain of pipelines', node)
  if (inner.type === 'assignment_expression') await assign(inner, scope, session)
  else yield* runPipeline(inner, scope, session)
}

async function* runIf(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const clauses = parts(node)
  const [condition, body, ...rest] = clauses
  if (condition === undefined || body === undefined) throw unknown('this if', node)
  if (toTruth(await valueOf(condition, scope, session))) {
    yield* run(body, scope, session)
    return
  }
  for (const clause of rest.flatMap((part) => (part.type === 'elseif_clauses' ? parts(part) : [part]))) {
    const [first, second] = parts(clause)
    if (clause.type === 'else_clause' && first !== undefined) {
      yield* run(first, scope, session)
      return
    }
    if (first === undefined || second === undefined) throw unknown(`this ${clause.type}`, clause)
    if (toTruth(await valueOf(first, scope, session))) {
      yield* run(second, scope, session)
      return
    }
  }
}

async function* runWhile(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const [condition, body] = parts(node)
  const tested = condition === undefined ? undefined : parts(condition)[0]
  if (tested === undefined || body === undefined) throw unknown('this while', node)
  while (toTruth(await valueOf(tested, scope, session))) yield* run(body, scope, session)
}

async function* runForeach(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const [variable, list, body, ...more] = parts(node)
  const name = variable?.text.slice(1)
  if (variable?.type !== 'variable' || name === undefined || list === undefined || body === undefined || more.length > 0)
    throw unknown('this foreach', node)
  if (FIXED_NAMES.has(name.toLowerCase())) throw unknown(`${variable.text} as the variable of a foreach`, variable)
  const value = await valueOf(list, scope, session)
  // Unlike a pipeline, foreach passes over $null.
  for (const item of value === null ? [] : enumerate(value)) {
    scope.set(name, item)
    yield* run(body, scope, session)
  }
}

/** `throw`; the other jumps are not known here, and `exit` would hide how a block ended. */
// oxlint-disable-next-line require-yield
async function* runThrow(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const [thrown] = parts(node)
  if (node.firstChild?.type !== 'throw' || thrown === undefined) throw unknown(`the statement ${node.firstChild?.text ?? node.type}`, node)
  const value = await valueOf(thrown, scope, session)
  const text = toText(value === NOTHING ? null : value)
  throw new PsError(text, text, 'OperationStopped', placeOf(node))
}
