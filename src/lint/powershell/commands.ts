/** The commands of a block with what they are given. */
import { fullName } from './aliases.ts'
import { everyNode, type PsNode } from './read/tree.ts'

export interface PsArgument {
  /** Name of the parameter as written, without its hyphen; undefined for what stands by its place. */
  parameter: string | undefined
  /** What was written for it, or for whatever comes after it; a parameter has none where it is a switch, or where what follows is another parameter. */
  value: PsNode | undefined
  at: number
}

export interface PsCommand {
  node: PsNode
  /** Without the name of a module before it, and in full where it is a plain alias; undefined where it is only known later. */
  name: string | undefined
  /** As written. */
  written: string
  at: number
  /** `&` or `.` before it. */
  operator: '&' | '.' | undefined
  arguments: readonly PsArgument[]
}

export function commandsOf(tree: PsNode): PsCommand[] {
  const filters = new Set<PsNode>()
  const commands: PsCommand[] = []
  const nodes = everyNode(tree)
  const own = new Set(nodes.flatMap(({ kind, text }) => (kind === 'function_name' ? [text.toLowerCase()] : [])))
  for (const node of nodes) {
    if (node.kind !== 'command' || filters.has(node)) continue
    const command = readCommand(node)
    commands.push(command)
    // A function of the block may run what it is given.
    const filter = own.has(command.name?.toLowerCase() ?? '') ? undefined : filterOf(command)
    if (filter !== undefined) for (const inner of everyNode(filter)) filters.add(inner)
  }
  return commands
}

/** Cmdlets of Skype for Business, and of Exchange, whose filter is read by their server. */
const SERVER_FILTERS =
  /^(\p{L}+-Cs\p{L}+|Get-(ActiveSyncDevice|CASMailbox|Contact|DistributionGroup|DynamicDistributionGroup|Group|Mailbox|MailContact|MailUser|MobileDevice|Recipient|RemoteMailbox|SecurityPrincipal|UMMailbox|User)|(Get|Remove|Resume|Suspend)-Message|(Get|Resume|Retry|Suspend)-Queue)$/u

/** Whether its `-Filter` is read by a server, which does not know the variables of a block. */
export function filtersAtServer(name: string): boolean {
  return SERVER_FILTERS.test(name)
}

/** `-Filter { … }` of the cmdlets of ActiveDirectory, Skype and Exchange is a text in its own language; PowerShell never runs it. */
export function filterOf({ name = '', arguments: given }: Pick<PsCommand, 'name' | 'arguments'>): PsNode | undefined {
  if (!/^\p{L}+-AD\p{L}+$/u.test(name) && !filtersAtServer(name)) return undefined
  return given.find(({ parameter, value }) => parameter?.toLowerCase() === 'filter' && value?.kind === 'script_block_expression')?.value
}

function readCommand(node: PsNode): PsCommand {
  const [first, second] = node.children
  const operator = first?.kind === 'command_invokation_operator' ? (first.text === '.' ? '.' : '&') : undefined
  const called = operator === undefined ? first : second
  const written = called?.text.replace(/^(['"])(.*)\1$/, '$2') ?? ''
  const elements = node.children.find(({ kind }) => kind === 'command_elements')
  return { node, name: nameOf(called, operator), written, at: called?.at ?? node.at, operator, arguments: readArguments(elements) }
}

/** After `&` a constant text names a command as well. */
function nameOf(called: PsNode | undefined, operator: PsCommand['operator']): string | undefined {
  if (called === undefined) return undefined
  if (operator === undefined || called.kind === 'command_name') return withoutModule(called.text)
  const only = called.kind === 'command_name_expr' && called.children.length === 1 ? called.children[0] : called
  if (only === undefined) return undefined
  if (only.kind === 'command_name' || (only.kind === 'path_command_name' && !only.text.includes('$'))) return withoutModule(only.text)
  const text = constantText(only)
  return text === undefined ? undefined : withoutModule(text)
}

function withoutModule(name: string): string {
  return fullName(/^[\p{L}\p{N}_.]+\\(\p{L}+-[^\\]+)$/u.exec(name)?.[1] ?? name)
}

function readArguments(elements: PsNode | undefined): PsArgument[] {
  const found: PsArgument[] = []
  for (const child of elements?.children ?? []) {
    if (child.kind === 'command_argument_sep' || child.kind === 'redirection' || child.kind === 'comment') continue
    const last = found.at(-1)
    if (child.kind === 'command_parameter') found.push({ parameter: child.text.replace(/^-+/, ''), value: undefined, at: child.at })
    else if (last?.parameter !== undefined && last.value === undefined) last.value = child
    else found.push({ parameter: undefined, value: child, at: child.at })
  }
  return found
}

/** The text of a constant: a word, a number, or a text in quotes that puts nothing in. */
export function constantText(node: PsNode | undefined): string | undefined {
  if (node === undefined) return undefined
  switch (node.kind) {
    case 'generic_token':
      return node.text.includes('$') ? undefined : node.text
    case 'command_name':
      return node.text
    case 'string_literal':
    case 'integer_literal':
      return constantText(node.children[0])
    case 'verbatim_string_characters':
      return node.text.slice(1, -1).replaceAll("''", "'")
    case 'verbatim_here_string_characters':
      return node.text.replace(/^@'[^\n]*\n/, '').replace(/\r?\n'@$/, '')
    case 'expandable_string_literal':
    case 'expandable_here_string_literal':
      if (node.children.some(({ kind }) => kind === 'variable' || kind === 'sub_expression')) return undefined
      return node.text
        .replace(/^(@"[^\n]*\n|")/, '')
        .replace(/(\r?\n"@|")$/, '')
        .replaceAll('""', '"')
        .replaceAll(/`(.)/g, '$1')
    case 'decimal_integer_literal':
    case 'real_literal':
    case 'hexadecimal_integer_literal':
      return node.text
    default:
      return undefined
  }
}
