/** What a program may be given in a block that looks: the beginnings that ask, and, where a later word may be a second order, no other words than those listed. */
import type { Scope } from '../../../procedure/document/scope.ts'
import type { ScalarType } from '../../../procedure/procedure.ts'
import { constantText, type PsCommand } from '../commands.ts'
import { insteadOf } from '../instead.ts'
import type { FaultAt } from '../read/scan.ts'
import type { PsNode } from '../read/tree.ts'
import type { ProgramReader } from '../../readers.ts'

export const LIST = 'move it into the `run` block, or add it to `readers` in the configuration if it only looks'

/** Which argument makes a program do more than look. */
export function programFault({ name, arguments: beginnings, words }: ProgramReader, command: PsCommand, scope: Scope): FaultAt | undefined {
  const { written, node, at } = command
  if (!/^findstr\.exe$/i.test(name) && isGivenInput(command))
    return { at, what: `what \`${written}\` is given by the pipeline may be orders`, next: 'give it arguments' }
  const elements = node.children.find(({ kind }) => kind === 'command_elements')?.children ?? []
  const given = elements.filter(({ kind }) => !['command_argument_sep', 'redirection', 'comment'].includes(kind))
  const told = given.map((each) => argumentOf(each, elements[elements.indexOf(each) + 1], scope))
  const more = words === undefined ? -1 : told.findIndex((each) => !words.some((word) => fits(word, each)))
  const wrong = given[more]
  if (wrong !== undefined) return { at: wrong.at, ...whyMore(wrong, written, words ?? []) }
  if (beginnings.some((beginning) => beginning.every((word, index) => fits(word, told[index])))) return undefined
  const known = beginnings
    .slice(0, 6)
    .map((beginning) => `\`${beginning.filter((word) => word !== '<end>').join(' ')}\`${beginning.includes('<end>') ? ' alone' : ''}`)
  const next = insteadOf(name) ?? `begin its arguments with ${known.join(', ')}${beginnings.length > known.length ? ' …' : ''}`
  return { at, what: `\`${written}\` with these arguments may do more`, next: `${next}; or ${LIST}` }
}

function whyMore(node: PsNode, written: string, words: readonly string[]): Pick<FaultAt, 'what' | 'next'> {
  const { text } = node
  const isValue =
    node.kind !== 'command_parameter' && constantText(node) === undefined && beginningOf(node) === '' && words.includes('<value>')
  return isValue
    ? {
        what: `\`${text}\` may be an option of \`${written}\` itself`,
        next: 'let it be a parameter, a capture or an `each` item of the type `fqdn` or `path`, or move the command into the `run` block',
      }
    : { what: `\`${text}\` of \`${written}\` may do more`, next: `leave it out, or ${LIST}` }
}

/** What an argument says for certain. */
interface Argument {
  /** All of it where `whole`; else what it begins with. */
  text: string
  whole: boolean
  /** A value of the document, alone, whose type cannot begin as an option does. */
  plain: boolean
  /** Windows PowerShell passes it on without care for its quotes, so that the program may see more than one. */
  several: boolean
}

/** Begin with a letter, a digit, `\\` or `:`, and hold no quote. */
const NO_OPTIONS: ReadonlySet<ScalarType> = new Set([
  'fqdn',
  'ip',
  'url',
  'instant',
  'path',
  'sql-server',
  'powershell',
  'boolean',
  'duration',
])

function argumentOf(node: PsNode, after: PsNode | undefined, scope: Scope): Argument {
  // `-T:$domain` is one word to a program.
  const isBeginning = node.kind === 'command_parameter' && after?.text.trim() === ':'
  const text = isBeginning ? undefined : node.kind === 'command_parameter' ? node.text : constantText(node)
  if (text !== undefined) return { text, whole: true, plain: false, several: /"|\s[\s\S]*\\$/.test(text) }
  const value = valueAlone(node)?.toLowerCase()
  const name = scope.names.find((known) => known.toLowerCase() === value)
  const type = name === undefined ? undefined : scope.typeOf?.(name)
  const plain = type !== undefined && NO_OPTIONS.has(type.of) && name !== undefined && scope.mayBeAbsent?.(name) !== true
  return { text: beginningOf(node), whole: false, plain, several: /""|`"|\\"$/.test(node.text) }
}

/** The name of `$dc` and of `"$dc"`. */
function valueAlone({ kind, text }: PsNode): string | undefined {
  return kind === 'variable' || kind === 'string_literal' ? /^("?)\$(\w+|\{\w+\})\1$/.exec(text)?.[2]?.replace(/^\{|\}$/g, '') : undefined
}

/** What a word or text begins with, up to the first value that is put in. */
export function beginningOf({ kind, text }: PsNode): string {
  return /^(?:generic_token|string_literal)$/.test(kind) ? text.replace(/^"/, '').replace(/[$`][\s\S]*$/, '') : ''
}

/** `<word>` stands for what begins as no option does, `<value>` for a value of the document that cannot, `<end>` for nothing more. */
function fits(listed: string, given: Argument | undefined): boolean {
  if (listed === '<end>') return given === undefined
  if (given === undefined || given.several) return false
  if (listed === '<value>') return given.plain
  if (listed === '<word>') return /^[\p{L}\p{N}\\.*_]/u.test(given.text)
  const [want, got] = [listed.toLowerCase(), given.text.toLowerCase()]
  return want.endsWith('*') ? got.startsWith(want.slice(0, -1)) : given.whole && want === got
}

/** Whether something stands before it in its pipeline: many programs take orders so. */
function isGivenInput({ node }: PsCommand): boolean {
  return (
    node.parent?.children.find(({ named, kind }) => named && kind !== 'comment') !== node &&
    node.parent?.kind.startsWith('pipeline') === true
  )
}
