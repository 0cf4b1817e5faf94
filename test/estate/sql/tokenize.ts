import { SqlError, syntaxError } from './sql-error.ts'

/** `word`: keyword or plain name; `name`: [quoted]; `variable`: @x; `global`: @@X; `op`: operator or punctuation. */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'number' | 'binary' | 'variable' | 'global' | 'op' | 'end'
  /** Names without brackets, strings without quotes, everything else as written. */
  text: string
  /** A string written N'…'. */
  unicode: boolean
  line: number
  start: number
  end: number
}

const PATTERNS: readonly [Token['kind'] | 'skip', RegExp][] = [
  ['skip', /[\s\u00a0\ufeff]+|--[^\n]*/y],
  ['binary', /0[xX][0-9A-Fa-f]*/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['global', /@@[\p{L}\p{N}_@$#]+/uy],
  ['variable', /@[\p{L}\p{N}_@$#]*/uy],
  ['word', /[\p{L}_#][\p{L}\p{N}_@$#]*/uy],
  ['op', /<>|!=|<=|>=|!<|!>|\+=|-=|\*=|\/=|%=|::|[-+*/%=<>(),.;&|^~]/y],
]

/** Cuts a batch into tokens; the last is always `end`. Throws 102, 105 and 113 as SQL Server does. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let position = 0
  let line = 1
  const push = (kind: Token['kind'], value: string, end: number, unicode = false) => {
    tokens.push({ kind, text: value, unicode, line, start: position, end })
    line += countLines(text, position, end)
    position = end
  }
  while (position < text.length) {
    const char = text[position]!
    if (text.startsWith('/*', position)) {
      const end = endOfComment(text, position, line)
      line += countLines(text, position, end)
      position = end
    } else if (char === "'" || ((char === 'N' || char === 'n') && text[position + 1] === "'")) {
      const open = char === "'" ? position : position + 1
      const { value, end } = quoted(text, open, "'", line)
      push('string', value, end, open !== position)
    } else if (char === '[' || char === '"') {
      const { value, end } = quoted(text, position, char === '[' ? ']' : '"', line)
      push('name', value, end)
    } else {
      const [kind, value] = plain(text, position) ?? []
      if (kind === undefined || value === undefined) throw syntaxError(char, line)
      if (kind !== 'skip') push(kind, value, position + value.length)
      else {
        line += countLines(text, position, position + value.length)
        position += value.length
      }
    }
  }
  push('end', '', position)
  return tokens
}

function plain(text: string, position: number): [Token['kind'] | 'skip', string] | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match !== null) return [kind, match[0]]
  }
  return undefined
}

function quoted(text: string, open: number, close: string, line: number): { value: string; end: number } {
  let value = ''
  let position = open + 1
  for (;;) {
    const next = text.indexOf(close, position)
    if (next < 0) {
      throw new SqlError(105, `Unclosed quotation mark after the character string '${text.slice(open + 1, open + 61)}'.`, 15).at(line)
    }
    value += text.slice(position, next)
    if (text[next + 1] !== close) return { value, end: next + 1 }
    value += close
    position = next + 2
  }
}

/** Comments nest in T-SQL. */
function endOfComment(text: string, start: number, line: number): number {
  let depth = 0
  for (let position = start; position < text.length; position++) {
    if (text.startsWith('/*', position)) {
      depth++
      position++
    } else if (text.startsWith('*/', position)) {
      depth--
      position++
      if (depth === 0) return position + 1
    }
  }
  throw new SqlError(113, "Missing end comment mark '*/'.", 15).at(line)
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0
  for (let position = text.indexOf('\n', start); position >= 0 && position < end; position = text.indexOf('\n', position + 1)) lines++
  return lines
}
