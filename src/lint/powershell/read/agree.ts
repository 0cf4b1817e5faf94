/** Where the grammar could read a block otherwise than PowerShell does, the block is refused: what was judged must be what runs. */
import { interpolated } from './interpolated.ts'
import { endsLine } from './lines.ts'
import type { FaultAt, Scanned, Span } from './scan.ts'
import { around, everyNode, type PsNode } from './tree.ts'

const PLAINER = 'write it plainer: put texts in plain quotes, and each statement on a line of its own'
const STRINGS = new Set([
  'verbatim_string_characters',
  'verbatim_here_string_characters',
  'expandable_string_literal',
  'expandable_here_string_literal',
])
/** Statements and signs that the grammar knows and a block has no use for, or that it alone knows. */
const NO_PLACE: Readonly<Record<string, string>> = {
  class_statement: 'class',
  enum_statement: 'enum',
  data_statement: 'data',
  trap_statement: 'trap',
  inlinescript_statement: 'inlinescript',
  parallel_statement: 'parallel',
  sequence_statement: 'sequence',
}

export function disagreements(text: string, { spans }: Scanned, tree: PsNode): FaultAt[] {
  const nodes = everyNode(tree)
  const spelled = [...foreignSpans(spans, nodes), ...nodes.flatMap((node) => oddWord(text, node) ?? [])]
  if (spelled.length > 0) return spelled
  return [...interpolated(spans, nodes), ...endsLine(text, tree), ...nodes.flatMap(glued), ...nodes.flatMap(oddArgument)]
}

/** Texts and comments begin and end for the grammar where they do for PowerShell. */
function foreignSpans(spans: readonly Span[], nodes: readonly PsNode[]): FaultAt[] {
  const seen = new Set(nodes.filter(({ kind }) => kind === 'comment' || STRINGS.has(kind)).map(({ at, end }) => `${at}-${end}`))
  const mine = new Set(spans.map(({ at, end }) => `${at}-${end}`))
  const lost = spans.find(({ at, end }) => !seen.has(`${at}-${end}`))?.at
  const foreign = [...seen].find((span) => !mine.has(span))
  const at = lost ?? (foreign === undefined ? undefined : Number(foreign.split('-')[0]))
  return at === undefined ? [] : [{ at, what: 'it is not clear where this text or comment begins and ends', next: PLAINER }]
}

/** A word that may be read in two ways, or that nothing in a block should be. */
function oddWord(text: string, node: PsNode): FaultAt | undefined {
  const { kind, text: word, at, end, children } = node
  const keyword = NO_PLACE[kind]
  if (keyword !== undefined) return { at, what: `\`${keyword}\` has no place in a block`, next: 'write plain statements' }
  switch (kind) {
    case 'generic_token':
      // A path may begin with a variable, and hold more of them.
      if (/^[\p{L}\p{N}_\\/.:*?%~!^+=#@$[\]-]+$/u.test(word) && !/[\\/\w:]#?.*--%/.test(word) && !/^[@#=!]/.test(word)) break
      if (/^<[^<>]+>$/.test(word))
        return { at, what: `\`${word}\` is not filled in`, next: 'ask for the value as a parameter, and write `$name`' }
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'put it in quotes' }
    case 'command_name':
      if (/^(using|clean|dynamicparam|configuration|hidden|static|workflow|default|switch)$/i.test(word))
        return { at, what: `\`${word}\` has no place in a block`, next: 'write plain statements' }
      if (
        /^([\p{L}_\d]?:?(?:[\p{L}\p{N}_.\\/~:-]|\$(?=\\))+|[%?])$/u.test(word) &&
        !/^\.?\d+(\.|e\d|[ld]?([kmgtp]b)?$)/i.test(word.replace(/\.exe$/i, '')) &&
        text[end] !== '='
      )
        break
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'write the name of the command plainly' }
    case 'command_invokation_operator':
      if (word !== '.' || /\s/.test(text[end] ?? '')) break
      return {
        at,
        what: `\`${text.slice(at, at + 20).split(/\s/)[0]}\` may be read in more than one way`,
        next: 'write the name of the command plainly',
      }
    case 'command_parameter':
      if (/^-[\p{L}_][\p{L}\p{N}_]*$/u.test(word) && !/[\p{L}\p{N}_.#[{(]/u.test(text[end] ?? '')) break
      return {
        at,
        what: `\`${word}\` may be read in more than one way`,
        next: 'write the whole name of the parameter, and a blank after it',
      }
    case 'stop_parsing':
    case 'verbatim_command_argument':
      return { at, what: '`--%` passes on the rest of the line unread', next: 'remove it' }
    case 'left_assignment_expression':
      if (everyNode(node).some((each) => ['variable', 'member_access', 'element_access'].includes(each.kind))) break
      return { at, what: `\`${word}\` is nothing that can be set`, next: 'name a variable' }
    case 'assignement_operator':
      return word === '!=' ? { at, what: '`!=` is no operator of PowerShell', next: 'write `-ne`' } : undefined
    case 'multiplicative_expression':
    case 'multiplicative_argument_expression':
      return children.some((child) => child.text === '\\')
        ? { at, what: '`\\` is no operator of PowerShell', next: 'put the path in quotes' }
        : undefined
    case 'redirection':
      if (!word.startsWith('<') && /\s[\d*]?$/.test(text.slice(0, at))) break
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'put a blank before the sign' }
    case 'switch_clause_condition':
    case 'function_name':
    case 'label':
      if (children.some(({ named }) => named) || /^:?[\p{L}\p{N}_.*?:-]+$/u.test(word)) break
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'put it in quotes' }
    case 'flow_control_statement': {
      const keyword = children[0]?.text ?? ''
      if (/^([\s;)}(|]|$)/.test(text.slice(at + keyword.length, at + keyword.length + 1))) break
      return { at, what: `\`${keyword}\` touches what follows, and becomes a part of its name`, next: 'put a blank between them' }
    }
    case 'command_argument_sep':
      if (word !== ':' || !/^\s*([\n;|)}]|$)/.test(text.slice(end, end + 100))) break
      return { at, what: '`:` is followed by no value', next: 'write the value, or leave the `:` out' }
    case 'param_block':
      if (node.parent?.kind === 'program')
        return { at, what: '`param` has no place in a block', next: 'use the names of the document: they are there' }
      if (!hasParameters(node)) break
      return { at, what: 'this function has its parameters already', next: 'leave `param` out' }
    case 'function_statement':
      return /^workflow\b/i.test(word) ? { at, what: '`workflow` has no place in a block', next: 'write plain statements' } : undefined
    case 'foreach_parameter':
      return { at, what: '`-Parallel` is for workflows', next: 'remove it' }
    case 'simple_name':
    case 'type_identifier':
      return /^\w+$/.test(word) ? undefined : { at, what: `\`${word}\` may be read in more than one way`, next: 'put it in quotes' }
    case 'decimal_integer_literal':
      // Words of a list are respelled as numbers.
      if (!/^\d+[ld]?([kmgtp]b)?$/i.test(word) && !isArgument(node))
        return { at, what: `\`${word}\` may be read in more than one way`, next: 'put it in quotes' }
      if (!/[\p{L}\p{N}_]/u.test(text[end] ?? '')) break
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'put a blank after the number, or quotes round the word' }
    case 'hexadecimal_integer_literal':
    case 'real_literal':
      if (!/[\p{L}\p{N}_]/u.test(text[end] ?? '')) break
      return { at, what: `\`${word}\` may be read in more than one way`, next: 'put a blank after the number, or quotes round the word' }
    case 'variable':
      if (word.startsWith('@') && node.parent?.kind !== 'command_elements')
        return { at, what: `\`${word}\` is given to no command`, next: 'write `$` before the name' }
      return oddVariable(text, word, at, end)
  }
  return undefined
}

function oddVariable(text: string, word: string, at: number, end: number): FaultAt | undefined {
  const next = text[end] ?? ''
  const after = text[end + 1] ?? ''
  if (word.startsWith('${'))
    return /^\$\{[\w:]+\}$/.test(word)
      ? undefined
      : { at, what: `\`${word}\` has a name that nobody can read`, next: 'use letters and digits' }
  if (/[\p{L}\p{N}\p{M}]/u.test(next) && !/\w/.test(next))
    return {
      at,
      what: `\`${word}${next}\` ends where nobody would think`,
      next: `write \`\${${word.slice(1)}}\` if the name ends there, or use letters from a to z`,
    }
  if (next === '?' || (next === ':' && after !== ':' && !/^\$\w+$/.test(word)) || (next === ':' && /[^:\w]|^$/.test(after)))
    return { at, what: `PowerShell takes \`${next}\` for a part of the name \`${word}\``, next: `write \`\${${word.slice(1)}}${next}\`` }
  return undefined
}

/** Two arguments without a blank between them may be one, or an argument and something else. */
function glued({ kind, children, text }: PsNode): FaultAt[] {
  if (kind !== 'command_elements' && kind !== 'command') return []
  const found: FaultAt[] = []
  for (const [index, child] of children.entries()) {
    const before = children[index - 1]
    if (before === undefined || !child.named || child.kind === 'command_argument_sep' || before.kind === 'command_argument_sep') continue
    if (before.end < child.at || before.kind === 'command_invokation_operator' || child.kind === 'command_elements') continue
    found.push({
      at: child.at,
      what: `\`${text.slice(0, 60)}\` has arguments that touch`,
      next: 'put blanks between them, or parentheses or quotes round the whole argument',
    })
  }
  return found
}

/** A word of a list that is given to a command. */
function isArgument({ parent }: PsNode): boolean {
  const list = parent?.parent
  return list?.kind === 'command_elements' || (list?.kind === 'array_literal_expression' && list.parent?.kind === 'command_elements')
}

/** What PowerShell reads in an argument as the grammar does. */
const ARGUMENTS: ReadonlySet<string> = new Set(
  `string_literal integer_literal real_literal variable member_access element_access parenthesized_expression sub_expression array_expression
  hash_literal_expression script_block_expression generic_token command_parameter command_argument_sep redirection comment
  array_literal_expression`.split(/\s+/),
)

function oddArgument({ kind, parent, text, at, named }: PsNode): FaultAt[] {
  const list = parent?.kind === 'array_literal_expression' ? parent.parent : parent
  if (!named || list?.kind !== 'command_elements' || ARGUMENTS.has(kind) || /^-\d/.test(text)) return []
  return [{ at, what: `\`${text.slice(0, 60)}\` is no expression where it is an argument`, next: 'put it in parentheses' }]
}

/** Whether the parameters of the function around it stand after its name. */
function hasParameters(block: PsNode): boolean {
  for (const { kind, children } of around(block)) {
    if (kind === 'script_block_expression') return false
    if (kind === 'function_statement') return children.some((child) => child.kind === 'function_parameter_declaration')
  }
  return false
}
