/** How a block calls commands: by a name that its readers see, with what they see. */
import type { Scope } from '../../procedure/document/scope.ts'
import type { FaultAt } from './read/scan.ts'
import { constantText, filterOf, filtersAtServer, type PsArgument, type PsCommand } from './commands.ts'
import type { PsFunction } from './functions.ts'
import { COMPUTING, PROPERTIES } from './methods.ts'
import { isBound } from './names.ts'
import { refusedCommand, refusedParameter, refusedText } from './refused.ts'
import { nameOf, namesVariable } from './settings.ts'
import { everyNode, type PsNode } from './read/tree.ts'
import { keysOf, type Values } from './values.ts'

export function lintCalls(
  tree: PsNode,
  commands: readonly PsCommand[],
  functions: readonly PsFunction[],
  values: Values,
  scope: Scope,
): FaultAt[] {
  const known = new Set(functions.filter(({ always }) => always).map(({ name }) => name.toLowerCase()))
  return [
    ...commands.flatMap((command) => lintCall(command, known, values)),
    ...commands.flatMap((command) => command.arguments.flatMap((argument) => lintArgument(command, argument, scope))),
    ...everyNode(tree).flatMap(swapIn),
  ]
}

function lintCall(command: PsCommand, functions: ReadonlySet<string>, values: Values): FaultAt[] {
  const { name, at, operator, node } = command
  if (operator === '.') return [{ at: node.at, what: '`.` runs a script in the block itself', next: 'write its commands into the block' }]
  if (name === undefined)
    return isBlockCall(node) ? [] : [{ at: node.at, what: '`&` runs whatever the value after it names', next: 'write the command itself' }]
  // With a module before it, it is another command than the function of that name.
  const refused = refusedCommand(command, command.written.includes('\\') ? new Set() : functions)
  if (refused !== undefined) return [{ at, ...refused }]
  if (/^(foreach|where)-object$/i.test(name)) return lintBlocks(command, values)
  return lintServerFilter(command)
}

/** Where the server does not know a variable it is nothing, and the filter finds others than were meant. */
function lintServerFilter(command: PsCommand): FaultAt[] {
  const filter = filtersAtServer(command.name ?? '') ? filterOf(command) : undefined
  const foreign = [...(filter === undefined ? [] : everyNode(filter))].find(
    ({ kind, text }) => kind === 'variable' && !/^\$(true|false|null)$/i.test(text),
  )
  if (foreign === undefined) return []
  return [
    {
      at: foreign.at,
      what: `\`${foreign.text}\` stands in the braces of a filter, which the server of \`${command.written}\` reads, and it knows no variable of this block`,
      next: `write the filter as a text: \`-Filter "… -eq '${foreign.text}'"\``,
    },
  ]
}

function isBlockCall({ children }: PsNode): boolean {
  const called = children[1]
  return (
    called?.kind === 'script_block_expression' ||
    (called?.kind === 'command_name_expr' && called.children.length === 1 && called.children[0]?.kind === 'script_block_expression')
  )
}

/** `ForEach-Object Delete` calls a method; `Where-Object Status -eq 'x'` only compares. */
function lintBlocks({ name = '', at, arguments: given }: PsCommand, values: Values): FaultAt[] {
  const each = /^foreach/i.test(name)
  if (each && given.some(({ parameter = '' }) => /^pa/i.test(parameter)))
    return [{ at, what: '`-Parallel` runs without the values of the block', next: 'write a `foreach` loop' }]
  const ok = given.every(({ parameter, value }) => {
    if (value?.kind === 'script_block_expression' || (value?.kind === 'variable' && values.kindOf(value) === 'block')) return true
    // What stands after a switch is the next argument.
    if (each && /^verbose$/i.test(parameter ?? '')) return value === undefined
    if (each && (parameter === undefined || /^membername$/i.test(parameter)) && isProperty(value)) return true
    if (each) return /^(inputobject|erroraction|ea|ov|outvariable|errorvariable|ev|pipelinevariable|pv)$/i.test(parameter ?? '')
    if (parameter === undefined || /^(property|filterscript)$/i.test(parameter))
      return value !== undefined && constantText(value) !== undefined
    return true
  })
  if (ok && given.length > 0) return []
  const word = given.flatMap(({ value }) => (value?.kind === 'generic_token' ? [value.text] : []))[0]
  return [
    {
      at,
      what: `\`${name}\` calls whatever ${each ? 'the word after it' : 'its value'} names`,
      next:
        each && word !== undefined && /^\w+$/.test(word) ? `write \`ForEach-Object { $_.${word} }\`` : 'give it a script block in braces',
    },
  ]
}

/** A word that names a property, or a method that only computes. */
function isProperty(value: PsNode | undefined): boolean {
  const word = constantText(value)?.toLowerCase() ?? ''
  return PROPERTIES.has(word) || (COMPUTING.has(word) && !/^(foreach|where)$/.test(word))
}

function lintArgument({ name, written }: PsCommand, argument: PsArgument, scope: Scope): FaultAt[] {
  const { parameter, value, at } = argument
  const refused = refusedParameter(argument)
  if (refused !== undefined) return [{ at, ...refused }]
  if (
    parameter !== undefined &&
    namesVariable(parameter) &&
    value !== undefined &&
    /^(ov|outv|ev|errorv|pv|pipelinev)/i.test(parameter) &&
    constantText(value) === undefined
  )
    return [{ at, what: `\`-${parameter}\` sets a variable that is only known later`, next: 'write its name' }]
  if (value === undefined) return []
  if (/^(Write-|Out-)/i.test(name ?? written)) return []
  // What stands in the braces of these is no path; a command in them is judged with its own arguments.
  const isBraced = /^((foreach|where|select|sort|group)-object|format-\w+)$/i.test(name ?? '')
  const braced = isBraced ? everyNode(value).filter(({ kind }) => kind === 'script_block') : []
  const inBraces = new Set(braced.flatMap((node) => [...everyNode(node)]))
  return everyNode(value).flatMap((node): FaultAt[] => {
    const text = node.kind === 'generic_token' || node.kind === 'string_literal' ? (constantText(node) ?? leading(node)) : undefined
    const why = text === undefined ? undefined : refusedText(text)
    if (why !== undefined) return [{ at: node.at, ...why }]
    const drive = node.kind === 'string_literal' ? /^"\$(?:\{(\w+)\}|\((?:[^()]*)\)):/.exec(node.text) : null
    // A program knows no drives of PowerShell: `icacls.exe $file /grant "${account}:R"`.
    if (drive === null || inBraces.has(node) || /\.exe$/i.test(name ?? written)) return []
    return [
      {
        at: node.at,
        what: 'the drive of this path is only known later, and may be one where names get their meaning',
        next: isBound(scope, nameOf(drive[1] ?? '')) ? 'ask for the path as a parameter' : 'write the drive',
      },
    ]
  })
}

/** What a text begins with, up to the first value that is put in. */
function leading({ text }: PsNode): string | undefined {
  return text.startsWith('"') ? text.slice(1).replace(/[$`][\s\S]*$/, '') : undefined
}

/** A table of parameters with `Swap`. */
function swapIn(node: PsNode): FaultAt[] {
  if (node.kind !== 'hash_literal_expression' || !keysOf(node).some((key) => key?.toLowerCase() === 'swap')) return []
  const entry = everyNode(node).find(({ kind, text }) => kind === 'key_expression' && /^['"]?swap['"]?$/i.test(text))
  return [
    {
      at: entry?.at ?? node.at,
      what: '`-Swap` turns active into inactive, so a second time undoes the first',
      next: 'name the servers that shall be active',
    },
  ]
}
