/** What a text in double quotes puts in must be the same for the grammar as for PowerShell. */
import type { FaultAt, Span } from './scan.ts'
import type { PsNode } from './tree.ts'

export function interpolated(spans: readonly Span[], nodes: readonly PsNode[]): FaultAt[] {
  const texts = nodes.filter(({ kind }) => kind === 'expandable_string_literal' || kind === 'expandable_here_string_literal')
  return texts.flatMap((node) => {
    const span = spans.find(({ kind, at, end }) => kind === 'expandable' && at === node.at && end === node.end)
    const seen = node.children.filter(({ kind }) => kind === 'variable' || kind === 'sub_expression').map(({ at, end }) => `${at}-${end}`)
    const mine = span === undefined ? [] : partsOf(node, span)
    if (seen.join() === mine.join()) return []
    return [
      {
        at: node.at,
        what: 'it is not clear what this text puts in',
        next: 'write `${name}` for a variable, and `$( … )` with a plain expression',
      },
    ]
  })
}

/** Variables and subexpressions of a text, by PowerShell's rules. */
function partsOf({ text, at }: PsNode, { parts }: Span): string[] {
  const found: string[] = []
  for (let index = 1; index < text.length; index++) {
    const part = parts.find((each) => each.at === at + index)
    if (part !== undefined) {
      found.push(`${part.at}-${part.end}`)
      index = part.end - at - 1
    } else if (text[index] === '`') index++
    else if (text[index] === '$') {
      const name = /^\$(?:\{[^}]+\}|(?:\w+:)?\w+|[$?^])/.exec(text.slice(index))?.[0]
      if (name === undefined) continue
      found.push(`${at + index}-${at + index + name.length}`)
      index += name.length - 1
    }
  }
  return found
}
