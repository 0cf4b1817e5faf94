import type { Node } from 'web-tree-sitter'
import { arithmetic } from './operators.ts'
import { FIXED_NAMES } from './scope.ts'
import type { Scope } from './scope.ts'
import type { Session } from './session.ts'
import { unknown } from './stand-in-error.ts'
import { valueOf } from './statements.ts'
import { bare, parts } from './syntax.ts'

/** `$name = …`, `+=` and `-=`; no other target is known. */
export async function assign(node: Node, scope: Scope, session: Session): Promise<void> {
  const [left, operator, right] = parts(node)
  if (left === undefined || operator === undefined || right === undefined) throw unknown('this assignment', node)
  const name = assignedName(left)
  const value = await valueOf(right, scope, session)
  const sign = operator.text
  if (sign === '=') return scope.set(name, value)
  if (sign !== '+=' && sign !== '-=') throw unknown(`the assignment ${sign}`, operator)
  const result = arithmetic(scope.get(name), sign[0] ?? '', value)
  if (result === undefined) throw unknown(`${sign} of these values`, operator)
  scope.set(name, result)
}

function assignedName(left: Node): string {
  const target = bare(left)
  const name = target.text.slice(1)
  if (target.type !== 'variable' || !/^[a-z_][a-z0-9_]*$/i.test(name) || FIXED_NAMES.has(name.toLowerCase())) {
    throw unknown(`an assignment to ${target.text}`, target)
  }
  return name
}
