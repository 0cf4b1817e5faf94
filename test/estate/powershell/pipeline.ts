import type { Node } from 'web-tree-sitter'
import { arithmetic } from './operators.ts'
import { bindArguments } from './bind-arguments.ts'
import { findCommand, rangeOf } from './commands/all.ts'
import { evaluate } from './expressions.ts'
import { variableName } from './literals.ts'
import type { Scope } from './scope.ts'
import { breathe } from './session.ts'
import type { Session } from './session.ts'
import { PsError, REFUSED, unknown } from './stand-in-error.ts'
import { bare, parts } from './syntax.ts'
import { enumerate } from './values.ts'
import type { PsValue } from './values.ts'

/** Runs the stages of a pipeline, each pulling from the one before, so that every item goes through all stages before the next one comes. */
export async function* runPipeline(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const stages = node.type === 'pipeline_chain' ? parts(node) : [node]
  let items: AsyncIterable<PsValue> | undefined
  for (const stage of stages) {
    if (stage.type === 'command') items = await runStage(stage, items, scope, session)
    else if (items === undefined && stage.type !== 'redirections') items = runExpression(stage, scope, session)
    else throw unknown(`${stage.type} in a pipeline`, stage)
  }
  for await (const item of items ?? []) {
    await breathe(session)
    yield item
  }
}

async function* runExpression(node: Node, scope: Scope, session: Session): AsyncGenerator<PsValue> {
  const expression = bare(node)
  if (expression.type === 'post_increment_expression' || expression.type === 'post_decrement_expression') {
    const target = bare(parts(expression)[0] ?? expression)
    const sign = expression.type === 'post_increment_expression' ? '+' : '-'
    const next = arithmetic(scope.get(variableName(target)), sign, 1)
    if (next === undefined) throw unknown(`${expression.text} of this value`, expression)
    scope.set(variableName(target), next)
    return
  }
  yield* enumerate(await evaluate(expression, scope, session))
}

/** Arguments are bound before the first item comes, as PowerShell does it. */
async function runStage(
  node: Node,
  input: AsyncIterable<PsValue> | undefined,
  scope: Scope,
  session: Session,
): Promise<AsyncIterable<PsValue>> {
  const [name, ...rest] = parts(node)
  if (name === undefined || name.type !== 'command_name') throw unknown(`the call ${node.text.split('\n')[0] ?? ''}`, node)
  const range = rangeOf(name)
  if (range !== undefined && input === undefined && rest.every((part) => part.childCount <= 1)) return count(range.from, range.to)
  const command = findCommand(name)
  const bound = await bindArguments(command, node, scope, session)
  const output = command.run({ ...bound, node, input, scope, session })
  return bound.silent ? silently(output) : output
}

/** `-ErrorAction SilentlyContinue`: an error ends this command only; what the stand-in does not know is still refused. */
async function* silently(output: AsyncIterable<PsValue>): AsyncGenerator<PsValue> {
  try {
    yield* output
  } catch (error) {
    if (!(error instanceof PsError) || error.code === REFUSED) throw error
  }
}

async function* count(from: number, to: number): AsyncGenerator<PsValue> {
  for (let i = from; from <= to ? i <= to : i >= to; i += from <= to ? 1 : -1) yield i
}
