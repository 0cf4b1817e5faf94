/** Reads what stands after a command's name, by the table that its help is printed from. */
import { parseArgs } from 'node:util'
import { closestName } from '../text/closest-name.ts'
import { COMMANDS, type CliOption, type CommandLine, type CommandName } from './commands.ts'
import { Refused } from './refused.ts'

type ValueOf<O extends CliOption> = O extends { type: 'boolean' } ? boolean : O extends { default: string } ? string : string | undefined

export interface Arguments<C extends CommandName> {
  values: { [K in keyof (typeof COMMANDS)[C]['options']]: ValueOf<(typeof COMMANDS)[C]['options'][K] & CliOption> }
  positionals: string[]
}

/** Refuses with every fault at once, exit code 2. */
export function readArguments<C extends CommandName>(command: C, args: string[]): Arguments<C> {
  const line: CommandLine = COMMANDS[command]
  const options = Object.fromEntries(Object.entries(line.options).map(([name, { type }]) => [name, { type }]))
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true })
  const values = Object.fromEntries(
    Object.entries(line.options).map(([name, option]) => [name, option.type === 'boolean' ? false : option.default]),
  ) as Record<string, string | boolean | undefined>
  const positionals: string[] = []
  const faults: string[] = []
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') {
      positionals.push(token.value)
      if (!line.positionals) faults.push(`"${token.value}" is one word too many: it takes options only.`)
      continue
    }
    const { name, rawName, value, inlineValue } = token
    const option = Object.hasOwn(line.options, name) ? line.options[name] : undefined
    const fault = option === undefined ? unknownOption(rawName, line) : optionFault(option, rawName, value, inlineValue === true)
    if (fault !== undefined) faults.push(fault)
    else if (seen.has(name)) faults.push(`${rawName} stands here twice: say it once.`)
    else values[name] = value ?? true
    seen.add(name)
  }
  if (faults.length > 0) throw new Refused([...faults.slice(0, -1), `${faults.at(-1) ?? ''} See "countersign ${command} --help".`], 2)
  // The table says which values there are; the compiler cannot follow it through the loop.
  return { values, positionals } as Arguments<C>
}

function unknownOption(rawName: string, line: CommandLine): string {
  const nearest = closestName(
    rawName,
    Object.keys(line.options).map((name) => `--${name}`),
  )
  return `there is no option ${rawName}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`
}

function optionFault(option: CliOption, rawName: string, value: string | undefined, inline: boolean): string | undefined {
  if (option.type === 'boolean') return value === undefined ? undefined : `${rawName} takes no value.`
  if (value === undefined || value === '') return `${rawName} needs a value: ${rawName} ${option.value ?? 'VALUE'}.`
  if (inline || !/^-./.test(value)) return undefined
  return `${rawName} needs a value, and "${value}" looks like an option: write ${rawName}=${value} where it is meant.`
}
