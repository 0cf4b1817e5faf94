/** Every cmdlet that is named like one of Skype for Business Server is one, and has the parameters that it is given. */
import { closestName } from '../../../text/closest-name.ts'
import type { Complaint } from '../../../text/fault.ts'
import type { Role } from '../../../procedure/procedure.ts'
import { COMMON_PARAMETERS, type ParameterSet, type Readers } from '../../readers.ts'
import { constantText, type PsArgument, type PsCommand } from '../commands.ts'
import type { PsFunction } from '../functions.ts'
import type { FaultAt } from '../read/scan.ts'
import { everyNode, type PsNode } from '../read/tree.ts'
import { acts } from '../../../procedure/acts.ts'
import { listedAs } from '../listed.ts'
import { refusedParameter } from '../refused.ts'
import { isOfFamily, nameFault } from './name-fault.ts'

/** In small letters, with the short names that PowerShell knows. */
const OF_EVERY_CMDLET: ReadonlySet<string> = new Set(
  [...COMMON_PARAMETERS, ...'Confirm WhatIf cf wi ea wa infa ev wv iv ov ob pv vb db'.split(' ')].map((each) => each.toLowerCase()),
)

export function lintKnown(tree: PsNode, commands: readonly PsCommand[], functions: readonly PsFunction[], role: Role, readers: Readers): FaultAt[] {
  const own = new Set(functions.filter(({ always }) => always).map(({ name }) => name.toLowerCase()))
  const piped = pipedInto(tree)
  return commands.flatMap((command): FaultAt[] => {
    const { name, written, at } = command
    if (name === undefined || (own.has(name.toLowerCase()) && !written.includes('\\'))) return []
    const parted = `${name}-${command.arguments[0]?.parameter ?? ''}`
    if (!name.includes('-') && listedAs(parted, readers.known) !== undefined)
      return [{ at, what: `\`${written}\` and the rest of its name are parted by a blank`, next: `write \`${parted}\`` }]
    const fault = nameFault(name, written, role, readers)
    if (fault !== undefined) return [{ at, ...fault }]
    if (!isOfFamily(name)) return []
    const sets = listedAs(name, readers.known)?.sets ?? 'any'
    const identities = command.arguments.flatMap(lintIdentity)
    // What a look may give it is said by the list of readers.
    const limited = !acts(role) && readers.cmdlets.some((each) => each.parameters !== 'any' && each.name.toLowerCase() === name.toLowerCase())
    return sets === 'any' || limited ? identities : [...identities, ...lintParameters(command, sets, piped.has(command.node))]
  })
}

/** Commands that are given something by a pipe. */
function pipedInto(tree: PsNode): Set<PsNode> {
  const chains = everyNode(tree).filter(({ kind }) => kind === 'pipeline' || kind === 'pipeline_chain')
  return new Set(chains.flatMap(({ children }) => children.filter(({ named }) => named).slice(1)))
}

/** `service: fqdn` as a page prints it, or with a word of another language before its colon. */
function lintIdentity({ value }: PsArgument): FaultAt[] {
  const [, kind = '', blank = '', rest = ''] = /^(\p{L}{2,}):(\s*)([\w.-]+)$/u.exec(constantText(value) ?? '') ?? []
  if (value === undefined || kind === '') return []
  if (!/^[a-z]+$/i.test(kind))
    return [{ at: value.at, what: `\`${kind}:\` begins no identity`, next: 'write `service:`, or ask `Get-CsService` for the identity' }]
  return blank === '' ? [] : [{ at: value.at, what: `\`${kind}:\` has a blank behind it`, next: `write \`${kind}:${rest}\`` }]
}

function lintParameters(command: PsCommand, sets: readonly ParameterSet[], piped: boolean): FaultAt[] {
  const { written, at } = command
  const refused = command.arguments.some((each) => refusedParameter(each) !== undefined)
  const named = refused ? [] : command.arguments.filter(({ parameter = '' }) => parameter !== '' && !OF_EVERY_CMDLET.has(parameter.toLowerCase()))
  const names = [...new Set(sets.flatMap((set) => set.names))]
  const wrong = named.flatMap((argument): FaultAt[] => {
    const fault = parameterFault(argument, written, names) ?? valueFault(argument, written, sets)
    return fault === undefined ? [] : [{ at: argument.at, ...fault }]
  })
  if (wrong.length > 0) return wrong
  const given = named.map(({ parameter = '' }) => parameter.toLowerCase())
  const fitting = sets.filter((set) => given.every((each) => holds(set.names, each)))
  const [first = '', second = ''] = apart(given, sets)
  if (fitting.length === 0)
    return [{ at, what: `\`-${spelt(first, names)}\` and \`-${spelt(second, names)}\` of \`${written}\` do not go together`, next: 'leave one of them out' }]
  // What stands by its place, in a table or comes by a pipe may be what is needed.
  if (piped || command.arguments.some(({ parameter, value }) => parameter === undefined || value?.text.startsWith('@') === true && value.kind === 'variable')) return []
  const lacks = fitting.map((set) => set.needs.filter((each) => !given.includes(each.toLowerCase()))).toSorted((a, b) => a.length - b.length)
  if (refused || lacks[0]?.length === 0) return []
  const ways = lacks.map((each) => each.map((name) => `\`-${name}\``).join(' and '))
  return [{ at, what: `\`${written}\` lacks ${[...new Set(ways)].join(', or ')}`, next: 'add what it needs: nobody is there to be asked for it' }]
}

function parameterFault({ parameter = '' }: PsArgument, written: string, names: readonly string[]): Complaint | undefined {
  if (holds(names, parameter)) return undefined
  const meant = nearest(parameter, names)
  const all = names.map((each) => `\`-${each}\``).join(', ')
  return {
    what: `\`-${parameter}\` is no parameter of \`${written}\``,
    next: meant === undefined ? `it has ${all || 'none'}` : `did you mean \`-${meant}\`?`,
  }
}

function valueFault({ parameter = '', value }: PsArgument, written: string, sets: readonly ParameterSet[]): Complaint | undefined {
  const text = constantText(value)
  const values = sets.flatMap((set) => Object.entries(set.values)).find(([name]) => name.toLowerCase() === parameter.toLowerCase())?.[1]
  if (text === undefined || values === undefined || holds(values, text)) return undefined
  const meant = nearest(text, values)
  return {
    what: `\`${text}\` is no value of \`-${parameter}\` of \`${written}\``,
    next: meant === undefined ? `write one of ${values.join(', ')}` : `did you mean \`${meant}\`?`,
  }
}

/** One that was written in part is meant before one that differs in letters, and that before one with something glued to it. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const lower = written.toLowerCase()
  return (
    names.find((each) => each.toLowerCase().includes(lower)) ??
    closestName(written, names) ??
    names.find((each) => lower.includes(each.toLowerCase()))
  )
}

/** Two of what is given that no set holds. */
function apart(given: readonly string[], sets: readonly ParameterSet[]): string[] {
  const pairs = given.flatMap((first, index) => given.slice(index + 1).map((second) => [first, second]))
  return pairs.find((pair) => !sets.some((set) => pair.every((each) => holds(set.names, each)))) ?? given.slice(0, 2)
}

function holds(names: readonly string[], name: string): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase())
}

function spelt(lower: string, names: readonly string[]): string {
  return names.find((each) => each.toLowerCase() === lower) ?? lower
}
