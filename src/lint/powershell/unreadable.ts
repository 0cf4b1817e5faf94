/** What is said of a block that cannot be read. */
import { refusedCommand } from './refused.ts'
import type { FaultAt, Span } from './read/scan.ts'

export function unreadable(text: string, spans: readonly Span[], at: number): FaultAt {
  if (text.trim() === '' || isComments(text, spans))
    return { at: 0, what: 'this block has no statement', next: 'write one, or remove the block' }
  const code = text
  const path = /(?<=^|[;|{(&]\s*|\n\s*)\/[\w./-]+/.exec(code)
  if (path !== null) {
    const program = refusedCommand(
      { name: path[0], written: path[0], at: path.index, operator: undefined, arguments: [], node: NOTHING },
      new Set(),
    )
    return { at: path.index, ...(program ?? { what: `\`${path[0]}\` is no command as it stands`, next: `write \`& '${path[0]}'\`` }) }
  }
  const keyword = /(?<=(?:^|[;{\n])\s*)(class|using|configuration|workflow|enum|data)(?=\s)/i.exec(code)
  if (keyword !== null) return { at: keyword.index, what: `\`${keyword[0]}\` has no place in a block`, next: 'write plain statements' }
  const job = /&[ \t]*(?=\r?\n|$|;)/.exec(code)
  if (job !== null && text[job.index - 1] !== '&')
    return { at: job.index, what: '`&` at the end of a line starts a job', next: 'remove it' }
  const later = /\?\?=?|\?\.|\?\[/.exec(code)
  if (later !== null) return { at: later.index, what: `\`${later[0]}\` is not known to every PowerShell`, next: 'write an `if`' }
  const inside = quotesWithin(text, at)
  if (inside !== undefined) return inside
  return {
    at,
    what: 'from here on this cannot be read as PowerShell for certain',
    next: 'write it plainer: texts in quotes, a blank between arguments, each statement on a line of its own',
  }
}

/** `/peers:"a b"` on the line of this place: what a program is given there is read in more than one way. */
export function quotesWithin(text: string, at: number): FaultAt | undefined {
  const begin = text.lastIndexOf('\n', at - 1) + 1
  const found = /(?<=\s)[/-]?[\w-]+[:=](?=["'])/.exec(text.slice(begin).replace(/\n[\s\S]*$/, ''))
  if (found === null) return undefined
  return {
    at: begin + found.index,
    what: `the quotes after \`${found[0]}\` begin within an argument`,
    next: 'put them round the whole argument',
  }
}

const NOTHING = { kind: 'command', named: true, text: '', at: 0, end: 0, children: [] }

function isComments(text: string, spans: readonly Span[]): boolean {
  let rest = text
  for (const { kind, at, end } of spans.toReversed()) if (kind === 'comment') rest = rest.slice(0, at) + rest.slice(end)
  return rest.trim() === ''
}
