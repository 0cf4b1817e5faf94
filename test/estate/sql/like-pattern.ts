/** A LIKE pattern as a regular expression: `%`, `_`, `[a-z]`, `[^a-z]`, an escape character; without case. */
export function likePattern(pattern: string, escape?: string): RegExp {
  let source = ''
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index]!
    const close = char === '[' ? pattern.indexOf(']', index + 2) : -1
    if (escape !== undefined && char === escape && index + 1 < pattern.length) source += literal(pattern[++index]!)
    else if (char === '%') source += '.*'
    else if (char === '_') source += '.'
    else if (close > 0) {
      source += characterClass(pattern.slice(index + 1, close))
      index = close
    } else source += literal(char)
  }
  return new RegExp(`^${source} *$`, 'is')
}

function characterClass(inside: string): string {
  const negated = inside.startsWith('^')
  const set = (negated ? inside.slice(1) : inside).replaceAll(/[\\\][^]/g, '\\$&')
  return `[${negated ? '^' : ''}${set}]`
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|]/, '\\$&')
}
