import type { Node } from 'web-tree-sitter'
import type { Command } from '../command.ts'
import { PsError, placeOf } from '../stand-in-error.ts'
import { CMDLETS } from './cmdlets.ts'
import { FILE_COMMANDS } from './files.ts'
import { OBJECT_COMMANDS } from './objects.ts'
import { TALK_COMMANDS } from './talk.ts'

/** By their names in small letters. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [...OBJECT_COMMANDS, ...TALK_COMMANDS, ...FILE_COMMANDS, ...CMDLETS].map((command) => [command.name.toLowerCase(), command]),
)

const ALIASES: Record<string, string> = { where: 'where-object', '?': 'where-object', foreach: 'foreach-object', '%': 'foreach-object' }

export function findCommand(name: Node): Command {
  const wanted = name.text.toLowerCase()
  const command = COMMANDS.get(ALIASES[wanted] ?? wanted)
  if (command !== undefined) return command
  const sentence = `The term '${name.text}' is not recognized: the PowerShell stand-in knows no such command. Use a real PowerShell, or teach it.`
  throw new PsError(sentence, 'CommandNotFoundException', 'ObjectNotFound', placeOf(name))
}

/** The grammar takes a range of two bare numbers for a command. */
export function rangeOf(name: Node): { from: number; to: number } | undefined {
  const range = /^(\d+)\.\.(\d+)$/.exec(name.text)
  return range === null ? undefined : { from: Number(range[1]), to: Number(range[2]) }
}
