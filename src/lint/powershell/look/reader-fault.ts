/** Whether a command is one of those that only look, with what it is given. */
import { COMMON_PARAMETERS, type CmdletReader, type Readers } from '../../readers.ts'
import type { FaultAt } from '../read/scan.ts'
import { constantText, type PsCommand } from '../commands.ts'
import { insteadOf } from '../instead.ts'
import { listedAs } from '../listed.ts'
import { nameOf, namesVariable } from '../settings.ts'
import type { PsNode } from '../read/tree.ts'
import type { Scope } from '../../../procedure/document/scope.ts'
import { beginningOf, LIST, programFault } from './program-fault.ts'
import { keysOf, type Values } from '../values.ts'

/** Why it may not be called in a block that looks. */
export function readerFault(
  command: PsCommand,
  { cmdlets, programs, addresses }: Readers,
  values: Values,
  scope: Scope,
): FaultAt | undefined {
  const { name, written, at } = command
  if (name === undefined) return undefined
  const program = programs.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (program !== undefined) return programFault(program, command, scope)
  const cmdlet = listedAs(name, cmdlets, /^\p{L}+-\p{L}[\p{L}\p{N}]*$/u.test(name))
  if (cmdlet === undefined && name.toLowerCase() === 'import-module')
    return { at, what: `\`${written}\` runs what the module says`, next: insteadOf(name) ?? LIST }
  if (cmdlet === undefined) return { at, what: `\`${written}\` may do more`, next: insteadOf(name) ?? LIST }
  const repairs = repairFault(command)
  if (repairs !== undefined) return repairs
  const splat = command.arguments.find(({ value }) => value?.kind === 'variable' && value.text.startsWith('@'))?.value
  // A table may get more entries before it is given.
  if (cmdlet.parameters !== 'any' && splat !== undefined)
    return { at: splat.at, what: `\`${written}\` may be given more by \`${splat.text}\` than stands there`, next: 'write its parameters' }
  for (const argument of namedArguments(command, values)) {
    const { parameter, value } = argument
    if (parameter === undefined)
      return { at: argument.at, what: `what \`${written}\` is given is only known later`, next: 'write its parameters' }
    if (/^(whatif|wi|wh\w*)$/i.test(parameter))
      return { at: argument.at, what: '`-WhatIf` is not harmless with every cmdlet', next: 'leave it out' }
    if (!mayHave(cmdlet, parameter))
      return {
        at: argument.at,
        what: `\`-${parameter}\` of \`${written}\` may do more`,
        next: 'leave it out, or move the command into the `run` block',
      }
    const allowed = allowedValues(cmdlet, parameter, command, addresses)
    if (allowed !== undefined && !allowed.some((each) => each.toLowerCase() === constantText(value)?.toLowerCase()))
      return {
        at: argument.at,
        what: `\`-${parameter}\` of \`${written}\` with another value than ${allowed.join(' or ')} may do more`,
        next: 'move the command into the `run` block',
      }
  }
  return undefined
}

/** The arguments that have a name, with those of splatted tables; a name that is only known later is undefined. */
function namedArguments(command: PsCommand, values: Values): { parameter: string | undefined; value: PsNode | undefined; at: number }[] {
  return command.arguments.flatMap((argument) => {
    const { parameter, value, at } = argument
    const splat = value?.kind === 'variable' && value.text.startsWith('@') ? value : undefined
    const own = parameter === undefined ? [] : [{ parameter, value: splat === undefined ? value : undefined, at }]
    if (splat === undefined) return own
    const tables = values.tablesOf(nameOf(splat.text))
    const inTables = tables?.flatMap((table) => keysOf(table).map((key) => ({ parameter: key, value: valueIn(table, key), at: splat.at })))
    return [...own, ...(inTables ?? [{ parameter: undefined, value: undefined, at: splat.at }])]
  })
}

function valueIn(table: PsNode, key: string | undefined): PsNode | undefined {
  const entries = table.children.find(({ kind }) => kind === 'hash_literal_body')?.children ?? []
  const entry = entries.find((each) => each.children[0]?.text.replaceAll(/['"]/g, '') === key)
  let value = entry?.children.at(-1)
  while (value !== undefined && ['pipeline', 'pipeline_chain'].includes(value.kind) && value.children.length === 1)
    value = value.children[0]
  return value
}

function mayHave({ parameters }: CmdletReader, parameter: string): boolean {
  if (parameters === 'any' || namesVariable(parameter)) return true
  return [...COMMON_PARAMETERS, ...parameters].some((each) => each.toLowerCase() === parameter.toLowerCase())
}

/** A POST is as good as a GET for an address that is known to answer it without changing anything. */
function allowedValues(
  { values }: CmdletReader,
  parameter: string,
  { arguments: given }: PsCommand,
  addresses: readonly string[],
): readonly string[] | undefined {
  const allowed = Object.entries(values ?? {}).find(([name]) => name.toLowerCase() === parameter.toLowerCase())?.[1]
  if (allowed === undefined || parameter.toLowerCase() !== 'method') return allowed
  const uri = given.find((each) => (each.parameter ?? 'uri').toLowerCase() === 'uri')
  const address = constantText(uri?.value) ?? ''
  // `..` leads out of what the beginning of an address says, and so may a value that is put in.
  if (/\.\.|%2e|\\/i.test(address)) return allowed
  return addresses.some((each) => address.toLowerCase().startsWith(each.toLowerCase())) ? [...allowed, 'Post'] : allowed
}

/** Classes of Windows Installer, and those that hold them: to list them checks every product, and repairs what differs. */
const REPAIRS = /\b(win32_product|(win32|cim)_software(element|feature)\w*|cim_product|cim_logicalelement|cim_managedsystemelement)\b/i

function repairFault({ name = '', written, arguments: given }: PsCommand): FaultAt | undefined {
  if (!/^get-(ciminstance|wmiobject)$/i.test(name)) return undefined
  for (const { parameter, value, at } of given) {
    const text = value === undefined ? undefined : constantText(value)
    const found = REPAIRS.exec(text ?? value?.text ?? '')
    if (found !== null)
      return {
        at: value?.at ?? at,
        what: `listing \`${found[0]}\` makes Windows Installer check every product, and repair what differs`,
        next: "ask the registry: `Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'`",
      }
    // A list of properties is no class, and neither is what a switch is followed by.
    if (value === undefined || text !== undefined || !/^(cl\w*|q\w*|r\w*)?$/i.test(parameter ?? '')) continue
    if (value.kind === 'variable' && value.text.startsWith('@')) continue
    if (/\bfrom\s+\w+\s/i.test(beginningOf(value))) continue
    return { at: value.at, what: `which class \`${written}\` lists is only known later`, next: 'write the name of the class' }
  }
  return undefined
}
