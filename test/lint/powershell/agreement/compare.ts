/** Compares what the loader reads in a block with what PowerShell's own parser does. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fullName } from '../../../../src/lint/powershell/aliases.ts'
import { commandsOf } from '../../../../src/lint/powershell/commands.ts'
import { writesFile } from '../../../../src/lint/powershell/look/look.ts'
import { membersOf } from '../../../../src/lint/powershell/members.ts'
import { readPowershell } from '../../../../src/lint/powershell/read/read.ts'
import { nameOf } from '../../../../src/lint/powershell/settings.ts'
import { everyNode } from '../../../../src/lint/powershell/read/tree.ts'

/** What a block does, each list sorted. */
export interface Seen {
  commands: string[]
  variables: string[]
  calls: string[]
  /** Redirections to files. */
  files: number
}

export interface Difference {
  text: string
  loader: Seen
  /** What its parser sees, or why it reads nothing. */
  powershell: Seen | string
}

export interface Compared {
  blocks: number
  /** Refused because they cannot be read for certain. */
  refused: number
  /** Of those, what PowerShell's parser reads. */
  lost: string[]
  same: number
  /** PowerShell's parser refuses them, the loader does not. */
  late: string[]
  different: Difference[]
}

/** `pwsh`: the program. One process reads all blocks. */
export async function compare(pwsh: string, blocks: readonly string[]): Promise<Compared> {
  const found: Compared = { blocks: blocks.length, refused: 0, lost: [], same: 0, late: [], different: [] }
  const powershell = await parsedBy(pwsh, blocks)
  for (const [index, text] of blocks.entries()) {
    const loader = seenByLoader(text)
    const other = powershell[index]
    if (other === undefined) throw new Error(`PowerShell has not answered for block ${index}`)
    if (loader === undefined) {
      found.refused++
      if (typeof other !== 'string') found.lost.push(text)
    } else if (typeof other === 'string') found.late.push(text)
    else if (JSON.stringify(loader) === JSON.stringify(other)) found.same++
    else found.different.push({ text, loader, powershell: other })
  }
  return found
}

/** Undefined where the loader refuses to read it. */
export function seenByLoader(text: string): Seen | undefined {
  const read = readPowershell(text)
  if ('faults' in read) return undefined
  const nodes = [...everyNode(read.tree)]
  return seen({
    commands: commandsOf(read.tree).map(({ name }) => name ?? '?'),
    variables: nodes.filter(({ kind }) => kind === 'variable').map((node) => nameOf(node.text)),
    calls: membersOf(read.tree).flatMap(({ called, name }) => (called === undefined ? [] : [name ?? '?'])),
    files: nodes.filter((node) => node.kind === 'redirection' && writesFile(node)).length,
  })
}

function seen({ commands, variables, calls, files }: Seen): Seen {
  const bare = (name: string) => fullName(/^[\p{L}\p{N}_.]+\\(\p{L}+-[^\\]+)$/u.exec(name)?.[1] ?? name)
  // `$null` that a stream goes to is no variable of the loader's.
  const named = variables.filter((name) => name.toLowerCase() !== 'null')
  return {
    commands: commands.map(bare).toSorted(),
    variables: named.toSorted(),
    calls: calls.map((name) => (/^\w+$/.test(name) ? name : '?')).toSorted(),
    files,
  }
}

async function parsedBy(pwsh: string, blocks: readonly string[]): Promise<(Seen | string)[]> {
  const script = join(import.meta.dirname, 'parse.ps1')
  const child = spawn(pwsh, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers: (Seen | string)[] = []
  child.stdin.end(blocks.map((text) => `${JSON.stringify(text)}\n`).join(''))
  for await (const line of createInterface({ input: child.stdout })) {
    const { error, ...rest } = JSON.parse(line) as Seen & { error?: string }
    answers.push(error ?? seen(rest))
  }
  return answers
}
