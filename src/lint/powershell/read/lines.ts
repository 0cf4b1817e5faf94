/** PowerShell ends a statement with its line, unless what stands last asks for more; the grammar goes on wherever it can. */
import type { FaultAt } from './scan.ts'
import type { PsNode } from './tree.ts'

/** Between their parts a new line means nothing, or parts them for both. */
const OVER_LINES: ReadonlySet<string> = new Set(
  `program statement_list statement_block script_block script_block_body script_block_expression named_block_list named_block hash_literal_expression
  hash_literal_body sub_expression array_expression parenthesized_expression if_statement elseif_clauses elseif_clause else_clause
  switch_statement switch_body switch_clauses switch_clause foreach_statement for_statement while_statement do_statement try_statement catch_clauses catch_clause
  finally_clause function_statement function_parameter_declaration param_block parameter_list script_parameter attribute_list attribute
  argument_list argument_expression_list`.split(/\s+/),
)
/** After these PowerShell reads on. */
const ASKS_FOR_MORE = /^([|,({[=!;]|\|\||&&|\$\(|@\(|@\{|[-+*/%]=|[-+*/%]|\.\.|-[a-z]+)$/i

export function endsLine(text: string, tree: PsNode): FaultAt[] {
  const found: FaultAt[] = []
  visit(text, tree, found)
  return found
}

function visit(text: string, { kind, children }: PsNode, found: FaultAt[]): void {
  let before: PsNode | undefined
  for (const child of children) {
    if (child.kind === 'comment' || child.end === child.at) continue
    if (before !== undefined && !OVER_LINES.has(kind) && crosses(text, before.end, child.at) && !asksForMore(before)) {
      found.push({
        at: child.at,
        what: `PowerShell ends the statement before this line`,
        next: 'end the line before with what joins them (`|`, a comma or an operator), or write both on one line',
      })
    }
    visit(text, child, found)
    before = child
  }
}

function crosses(text: string, from: number, to: number): boolean {
  return text
    .slice(from, to)
    .replaceAll(/<#[\s\S]*?#>/g, '')
    .replaceAll(/`\r?\n/g, '')
    .includes('\n')
}

function asksForMore(node: PsNode): boolean {
  const last = node.children.at(-1)
  if (last !== undefined) return asksForMore(last)
  return (!node.named || node.kind.endsWith('_operator')) && ASKS_FOR_MORE.test(node.text.trim())
}
