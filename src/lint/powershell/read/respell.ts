/**
 * A block in words that tree-sitter's grammar (0.26.4) reads as PowerShell reads the block's own. Each gap was found by comparing the two;
 * nothing is judged by what stands here but by what was written.
 */
import type { Span } from './scan.ts'

export interface Respelled {
  text: string
  /** Offset in the block of an offset here. */
  originOf: (index: number) => number
}

interface Edit {
  at: number
  end: number
  text: string
}

/** Words that the grammar cannot read beside a comma. */
const UNQUOTED = String.raw`[\w*?.\\~][\w.\\/:*?~%+@-]*`

export function respell(text: string, spans: readonly Span[]): Respelled {
  const code = blank(text, spans)
  const edits: Edit[] = []
  const replace = (find: RegExp, by: (match: RegExpExecArray) => Edit | undefined) => {
    for (const match of code.matchAll(find)) {
      const edit = by(match)
      if (edit !== undefined) edits.push(edit)
    }
  }
  const same = (at: number, length: number, letter: string) => ({ at, end: at + length, text: letter.repeat(length) })
  // Sizes in capitals.
  replace(/(?<![\w.-])\d[\d.]*[lLdD]?[kKmMgGtTpP][bB](?!\w)/g, ({ 0: size, index }) => ({
    at: index,
    end: index + size.length,
    text: size.toLowerCase(),
  }))
  // A range where a statement begins.
  replace(/(?<=(?:^|[\n;{(|=,]|\b(?:in|return))\s*)\d+(?=\.\.)/g, ({ 0: number, index }) => ({
    at: index,
    end: index + number.length,
    text: `${number} `,
  }))
  // Blanks that are none to it between arguments.
  replace(/\t/g, ({ index }) => same(index, 1, ' '))
  // A list of bare words is read as a list of numbers; a new line after its comma as a blank.
  const list = new RegExp(
    String.raw`(?<=[\s,:])(?<!,[ ]*\x60?\r?\n?)(?<!\x60)${UNQUOTED}(?=[ \t]*,)|(?<=,(?:[ \t]|\x60?\r?\n)*)(?<![\w$.@)\]}'"])${UNQUOTED}(?=[\s,;|)}]|$)`,
    'g',
  )
  replace(list, ({ 0: word, index }) => (isNumber(word) ? undefined : same(index, word.length, '1')))
  // Redirections to nothing and to the output; the number of a stream before a file.
  replace(/(?<=[^\s;|{(&][ \t]+|[)}\]])(?:[\d*]?>>?[ ]*\$null|[\d*]>&1)(?=[\s;|)}]|$)/gi, ({ 0: all, index }) =>
    same(index, all.length, ' '),
  )
  replace(/(?<=[^\s;|{(&][ \t]+)[\d*](?=>>?[ ]*(?!\$null)[\w.\\:/'"($])/g, ({ index }) => same(index, 1, ' '))
  // A digit in the name of a parameter.
  replace(/(?<=[\s(])-[A-Za-z][A-Za-z]*\d\w*(?=[\s:]|$)/g, ({ 0: name, index }) => ({
    at: index,
    end: index + name.length,
    text: name.replaceAll(/\d/g, 'x'),
  }))
  // A path that begins with a variable.
  replace(/(?<=[\s,])\$(?:[A-Za-z]\w*:)?[A-Za-z_]\w*(?:\\[\w.*-]+)+\\?(?=[\s;|)},]|$)/g, ({ 0: path, index }) =>
    same(index, path.length, 'x'),
  )
  // A key of a hashtable with its sign.
  replace(/(?<=[{;]\s*|\n\s*)(?<![\w-])[A-Za-z_]\w*=(?![=])/g, ({ 0: key, index }) => ({
    at: index + key.length - 1,
    end: index + key.length,
    text: ' = ',
  }))
  // The next case of a switch on the same line.
  if (/\bswitch\b/i.test(code))
    replace(/\}(?=[ ]+(?:'[^'\n]*'|"[^"\n]*"|\d+|default|\{[^{}\n]*\})[ ]*\{)/gi, ({ index }) => ({
      at: index,
      end: index + 1,
      text: '};',
    }))
  // What comes after the parameters of a function on the same line.
  replace(/(?<=\{\s*)param\s*\([^(){}]*(?:\([^(){}]*\)[^(){}]*)*\)(?=[ ]*[^\s;])/gi, ({ 0: all, index }) => ({
    at: index + all.length,
    end: index + all.length,
    text: '\n',
  }))
  // The methods with a script block, which it knows in one form only.
  replace(/\.foreach(?=\s*\()/gi, ({ index }) => ({ at: index + 1, end: index + 8, text: 'forItem' }))
  replace(/\.where(?=\{)/gi, ({ index }) => ({ at: index, end: index + 6, text: '.foreach' }))
  // A method that is called in an argument.
  edits.push(...calledInArguments(code))
  // Braces around nothing.
  replace(/(?<![@])\{(?=\s*\})/g, ({ index }) => (isStatementBlock(code, index) ? undefined : { at: index, end: index + 1, text: '{;' }))
  return apply(text, edits)
}

/** `Get-Item $a.Trim().Length`: PowerShell reads the whole as one expression. */
function calledInArguments(code: string): Edit[] {
  const edits: Edit[] = []
  let from = 0
  for (const { index: at } of code.matchAll(/(?<=[\w'")\]}:,-][ ]+|,)(?:\$[A-Za-z_]|\()/g)) {
    if (at < from) continue
    const { end, called } = chainEnd(code, at)
    if (!called || !/^([\s;|)},]|$)/.test(code.slice(end, end + 1))) continue
    edits.push({ at, end: at, text: '(' }, { at: end, end, text: ')' })
    from = end
  }
  return edits
}

/** Where the members, indexes and calls after a variable or a parenthesis end. */
function chainEnd(code: string, at: number): { end: number; called: boolean } {
  let end = code[at] === '(' ? closing(code, at) : at + (/^\$(?:\w+:)?\w+/.exec(code.slice(at, at + 200))?.[0].length ?? 1)
  let called = false
  for (;;) {
    const member = /^(?:\.|::)[A-Za-z_]\w*/.exec(code.slice(end, end + 200))?.[0]
    if (member !== undefined) end += member.length
    if (member !== undefined && code[end] === '(') called = true
    if ((member !== undefined && code[end] === '(') || code[end] === '[') end = closing(code, end)
    else if (member === undefined) return { end, called }
  }
}

/** After the bracket that closes the one at `at`. */
function closing(code: string, at: number): number {
  let depth = 0
  for (let index = at; index < code.length; index++) {
    if ('([{'.includes(code[index] ?? ' ')) depth++
    if (')]}'.includes(code[index] ?? ' ') && --depth === 0) return index + 1
  }
  return code.length
}

/** The code alone: what stands in texts and comments is blank, with their quotes left. */
function blank(text: string, spans: readonly Span[]): string {
  const pieces = spans.flatMap(insideOf).toSorted((a, b) => a.at - b.at)
  let code = ''
  let from = 0
  for (const { at, end } of pieces) {
    code += text.slice(from, at) + text.slice(at, end).replaceAll(/[^\r\n]/g, '\u0001')
    from = end
  }
  return code + text.slice(from)
}

/** Without its quotes, and without what is code in it. */
function insideOf({ kind, at, end, parts }: Span): { at: number; end: number }[] {
  const wide = kind === 'comment' ? 0 : 1
  const ends = [...parts.map((part) => part.at), end - wide]
  return ends.flatMap((until, index) => {
    const from = parts[index - 1]?.end ?? at + wide
    return from < until ? [{ at: from, end: until }] : []
  })
}

function isNumber(word: string): boolean {
  return /^\d*(\.\d+)?([kmgtp]b)?$/i.test(word)
}

/** After these an empty block is read. */
function isStatementBlock(code: string, brace: number): boolean {
  const before = code.slice(0, brace).trimEnd()
  return (
    before.endsWith(')') ||
    /\b(else|try|catch|finally|do|begin|process|end)$/i.test(before) ||
    /\b(function|filter)\s+[\w-]+$/i.test(before) ||
    before.endsWith(']')
  )
}

function apply(text: string, edits: readonly Edit[]): Respelled {
  const sorted = edits.toSorted((a, b) => a.at - b.at || a.end - b.end)
  let written = ''
  let from = 0
  /** Where the offset in the block less the one here changes. */
  const shifts: { from: number; by: number }[] = [{ from: 0, by: 0 }]
  for (const { at, end, text: by } of sorted) {
    if (at < from) continue
    written += text.slice(from, at) + by
    from = end
    if (by.length !== end - at) shifts.push({ from: written.length, by: from - written.length })
  }
  written += text.slice(from)
  return { text: written, originOf: (index) => index + (shifts.findLast((shift) => shift.from <= index)?.by ?? 0) }
}
