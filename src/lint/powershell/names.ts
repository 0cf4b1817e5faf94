/** Every `$name` of a block is a value of the document, PowerShell's own, or assigned in the block; what is bound stays what it is. */
import { didYouMean } from '../../text/closest-name.ts'
import { AUTOMATIC_VARIABLES } from '../../procedure/document/reserved-name.ts'
import type { Scope } from '../../procedure/document/scope.ts'
import { sayDocumentFault } from '../../procedure/say/document-fault.ts'
import type { FaultAt } from './read/scan.ts'
import { nameOf, type Setting } from './settings.ts'
import { everyNode, type PsNode } from './read/tree.ts'

/** Preferences of a block: they end with it, and say what its readers see them say. */
const OWN_SETTINGS: ReadonlySet<string> = new Set(
  `erroractionpreference warningpreference verbosepreference debugpreference informationpreference progresspreference confirmpreference
  psnativecommanduseerroractionpreference ofs null`.split(/\s+/),
)
/** PowerShell sets them in the action of an event only, and no block can register one. */
const OF_EVENTS: ReadonlySet<string> = new Set(['event', 'eventargs', 'eventsubscriber', 'sender'])
/** What the machine is called, and where its folders are: no secret, and the same for every block. */
const MACHINE: ReadonlySet<string> = new Set(
  `computername userdomain userdnsdomain username logonserver systemroot systemdrive windir programfiles programdata os
  processor_architecture number_of_processors temp tmp`.split(/\s+/),
)
/** Through these a block reaches what runs it. */
const HOST: Readonly<Record<string, [what: string, next: string]>> = {
  psdefaultparametervalues: [
    'gives commands parameters that nobody sees beside them',
    'write the parameters where they are used, or splat a table',
  ],
  executioncontext: ['reaches what runs the block, and can set or run anything', 'write the statement itself'],
  pscmdlet: ['reaches what runs the block, and can set or run anything', 'write the statement itself'],
  host: [
    'asks at a screen, and nobody is there to answer',
    'ask for it as a parameter; use `Write-Output`, or `$PSVersionTable.PSVersion`',
  ],
  pid: ['is the process that runs the block', 'name another process by its name'],
}

/** Whether what belongs to the variable is the host's. */
export function isHosts(name: string): boolean {
  return Object.hasOwn(HOST, name.toLowerCase())
}

export function lintPowershellNames(tree: PsNode, settings: readonly Setting[], scope: Scope): FaultAt[] {
  const assigned = new Map<string, number>()
  for (const { name, at, element } of settings) {
    const lower = name.toLowerCase()
    if (!element && at < (assigned.get(lower) ?? Infinity)) assigned.set(lower, at)
  }
  const faults: FaultAt[] = []
  const sets = new Map(settings.map((setting) => [setting.at, setting]))
  for (const setting of settings) {
    const why = whySet(setting, scope) ?? whyShared(setting, settings, scope)
    if (why !== undefined) faults.push({ at: setting.at, ...why })
  }
  for (const { kind, text, at } of everyNode(tree)) {
    if (kind !== 'variable') continue
    const name = nameOf(text)
    const setting = sets.get(at)
    if (setting !== undefined && !setting.element && !name.includes(':')) continue
    const why = whyUsed(name, at, scope, assigned)
    if (why !== undefined && !faults.some((fault) => fault.at === at)) faults.push({ at, ...why })
  }
  return faults
}

type Why = Omit<FaultAt, 'at'>

function whySet({ name, element }: Setting, scope: Scope): Why | undefined {
  const lower = name.toLowerCase()
  if (
    name.includes(':') ||
    (Object.hasOwn(HOST, lower) && (element || !AUTOMATIC_VARIABLES.has(lower) || lower === 'psdefaultparametervalues'))
  )
    return undefined
  if (AUTOMATIC_VARIABLES.has(lower) && !OWN_SETTINGS.has(lower) && !OF_EVENTS.has(lower) && !element)
    return { what: `\`$${name}\` is PowerShell's own and cannot be set`, next: 'use another name' }
  if (!isBound(scope, lower)) return undefined
  if (element)
    return {
      what: `\`$${name}\` is a value of this document, and no part of it can be set`,
      next: 'make a list of another name from what it shall hold',
    }
  return { what: `\`$${name}\` is a value of this document and cannot be set`, next: 'use a variable of another name' }
}

/** A list under a second name is the same list. */
function whyShared({ name, element }: Setting, settings: readonly Setting[], scope: Scope): Why | undefined {
  if (!element) return undefined
  const [shared] = settings.flatMap((each) =>
    !each.element && each.name.toLowerCase() === name.toLowerCase() ? (boundIn(each.value, scope) ?? []) : [],
  )
  if (shared === undefined) return undefined
  return {
    what: `\`$${name}\` is the value \`$${shared}\` of this document, and no part of it can be set`,
    next: 'make a list of another name from what it shall hold',
  }
}

/** The value of the document that an expression is and nothing else. */
function boundIn(node: PsNode | undefined, scope: Scope): string | undefined {
  if (node?.kind === 'variable') return isBound(scope, nameOf(node.text)) ? nameOf(node.text) : undefined
  const named = node?.children.filter((child) => child.named && child.kind !== 'type_literal' && child.kind !== 'comment') ?? []
  return named.length === 1 && ['pipeline', 'pipeline_chain', 'parenthesized_expression', 'cast_expression'].includes(node?.kind ?? '')
    ? boundIn(named[0], scope)
    : undefined
}

export function isBound(scope: Scope, name: string): boolean {
  return scope.names.some((known) => known.toLowerCase() === name.toLowerCase())
}

function whyUsed(name: string, at: number, scope: Scope, assigned: ReadonlyMap<string, number>): Why | undefined {
  const lower = name.toLowerCase()
  if (name.includes(':')) return scoped(name)
  const host = HOST[lower]
  if (host !== undefined) return { what: `\`$${name}\` ${host[0]}`, next: host[1] }
  if (AUTOMATIC_VARIABLES.has(lower) || (assigned.get(lower) ?? Infinity) < at) return undefined
  const found = scope.find(name)
  if (found === 'ok') return undefined
  if (found !== undefined) return sayDocumentFault(found)
  if (scope.open === true) return undefined
  const known = [...scope.names, ...assigned.keys()].filter((each) => each !== lower)
  return {
    what: `\`$${name}\` is neither a parameter, nor captured by an earlier step, nor assigned before in this block`,
    next: didYouMean(name, known, 'assign it, or ask for it as a parameter', '$'),
  }
}

function scoped(name: string): Why | undefined {
  const [drive = '', rest = ''] = name.toLowerCase().split(':')
  if (drive === 'env' && MACHINE.has(rest)) return undefined
  if (drive === 'global' || drive === 'script')
    return { what: `\`$${name}\` stays behind for the next block`, next: 'use a variable without a scope' }
  return { what: `\`$${name}\` reaches outside the block`, next: 'ask for the value as a parameter, or use a variable without a scope' }
}
