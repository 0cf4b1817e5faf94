/** Blocks made at random from what PowerShell is made of, the same for the same seed. */
import { ASSIGNS, ENDS, EXPRESSIONS, NAMES, OPERATORS, PARAMETERS, TEXTS, WORDS } from './pieces.ts'

/** Numbers from 0 to 1, always the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Pick = <T>(from: readonly T[]) => T

/** Blocks of one seed. */
export function* generatedBlocks(seed: number, count: number): Generator<string> {
  const random = randomOf(seed)
  let calm = false
  const pick: Pick = (from) => from[Math.floor(random() * (calm ? Math.ceil(from.length / 2) : from.length))] as (typeof from)[number]
  for (let made = 0; made < count; made++) {
    // Half of the blocks are made of the first, plain half of each list, so that most of them can be read.
    calm = random() < 0.5
    let text = ''
    for (let left = 1 + Math.floor(random() * 4); left > 0; left--) text += statement(random, pick, 2) + pick(ENDS)
    yield calm ? text : disturbed(text, random, pick)
  }
}

function statement(random: () => number, pick: Pick, depth: number): string {
  const inner = () => (depth === 0 ? command(random, pick, 0) : statement(random, pick, depth - 1))
  const space = () => pick([' ', ' ', ' ', '', '\n', '\t'])
  switch (Math.floor(random() * 22)) {
    case 0:
      return `if${space()}(${expression(random, pick, depth)})${space()}{${space()}${inner()}${space()}}${pick(['', ` else { ${inner()} }`, `\nelseif ($a) { ${inner()} }`, ` ${inner()}`])}`
    case 1:
      return `foreach ($x in ${pick([expression(random, pick, depth), inner()])}) {${space()}${inner()} }`
    case 2:
      return `try { ${inner()} } catch ${pick(['', '[System.Exception] ', '[a], [b] '])}{ ${pick([inner(), ''])} }${pick(['', ` finally { ${inner()} }`])}`
    case 3:
      return `switch ${pick(['', '-Regex ', '-File '])}(${expression(random, pick, depth)}) { ${pick(["'a'", '1', 'a', '{ $_ }', 'default'])} { ${inner()} }${pick([' ', '\n', '; '])}default { ${inner()} } }`
    case 4:
      return `${pick(['$x', '$x.y', '$x[0]', '[int]$x', '$x, $y', '$null', '(1)', '$a.b().c'])}${space()}${pick(ASSIGNS)}${space()}${pick([inner(), expression(random, pick, depth)])}`
    case 5:
      return `${pick(['while', 'for'])} (${pick(['$a', '$i = 0; $i -lt 3; $i++', ';;', inner()])}) { ${inner()} }`
    case 6:
      return `do { ${inner()} } ${pick(['while', 'until'])} (${expression(random, pick, depth)})`
    case 7:
      return `${pick(['function', 'filter', 'Function'])} ${pick(['Get-Own', 'f', 'global:f'])}${pick(['', '($x)', ' ($x, [int]$y = 1)'])} { ${pick(['', 'param($x) ', 'param([string]$x)\n', 'begin { 1 } process { Get-It } ', '[CmdletBinding()] param()\n'])}${inner()} }`
    case 8:
      return `${pick(['return', 'throw', 'exit', 'break', 'continue'])}${space()}${pick(['', expression(random, pick, depth), inner()])}`
    case 9:
      return `${pick(['&', '.', '& ', '. '])}${pick(["'a.exe'", '$a', '{ Get-It }', '"a$b"', 'Get-It', '(Get-It)', '.\\x.ps1', '@(1)'])}${args(random, pick, depth)}`
    case 10:
    case 11:
      return pick(TEXTS)
    case 12:
    case 13:
      return expression(random, pick, depth)
    case 14:
    case 15:
      return `${inner()}${pick([' | ', '|', ' |\n  ', ' && ', ' || '])}${command(random, pick, depth)}`
    default:
      return command(random, pick, depth)
  }
}

function command(random: () => number, pick: Pick, depth: number): string {
  return pick(NAMES) + args(random, pick, depth)
}

function args(random: () => number, pick: Pick, depth: number): string {
  let text = ''
  for (let left = Math.floor(random() * 4); left > 0; left--) {
    const inner = depth === 0 ? '{ Get-It }' : `{ ${statement(random, pick, depth - 1)} }`
    text +=
      pick([' ', ' ', ' ', ' ', ' ', '  ', '\t', '', ', ', ',', ' `\n', '\n']) +
      pick([pick(WORDS), pick(PARAMETERS), pick(TEXTS), pick(EXPRESSIONS), pick(WORDS), pick(PARAMETERS), inner])
  }
  return text
}

function expression(random: () => number, pick: Pick, depth: number): string {
  const one = () => (random() < 0.2 && depth > 0 ? `(${statement(random, pick, depth - 1)})` : pick([...EXPRESSIONS, ...TEXTS]))
  return random() < 0.5 ? one() : `${one()}${pick([' ', ' ', ' ', '', '\n'])}${pick(OPERATORS)}${pick([' ', ' ', ' ', '', '\n'])}${one()}`
}

const SPLINTERS = [
  '"',
  "'",
  '`',
  '$',
  '(',
  ')',
  '{',
  '}',
  '#',
  '<#',
  '#>',
  '@',
  ';',
  '\n',
  ' ',
  '|',
  '&',
  ',',
  '[',
  ']',
  '“',
  '’',
  '–',
  '\u00a0',
  '\r',
  '=',
  '%',
  '.',
  '-',
  '+',
  '!',
  '@"\n',
  '\n"@',
  "@'\n",
  "\n'@",
  '::',
  '>',
  '<',
]

/** One block in four gets a sign where none belongs, or loses one. */
function disturbed(text: string, random: () => number, pick: Pick): string {
  if (random() > 0.25) return text
  const at = Math.floor(random() * (text.length + 1))
  return text.slice(0, at) + (random() < 0.7 ? pick(SPLINTERS) : '') + text.slice(at + (random() < 0.5 ? 1 : 0))
}
