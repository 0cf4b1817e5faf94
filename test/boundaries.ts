import { importCircles } from './house/circles.ts'
import { sourceFiles, type Import, type SourceFile } from './house/imports.ts'

type Room =
  | 'text'
  | 'yaml'
  | 'policy'
  | 'procedure'
  | 'lint'
  | 'run'
  | 'audit'
  | 'words'
  | 'connection'
  | 'engine'
  | 'worker'
  | 'chat'
  | 'config'
  | 'cli'

/** What each room may import besides itself: other rooms, and outside packages (`*` = any). An allow-list: what is not here is refused. */
const MAY_IMPORT: Record<Room, { rooms: Room[]; packages: string[] }> = {
  text: { rooms: [], packages: [] },
  yaml: { rooms: ['text'], packages: ['yaml'] },
  policy: { rooms: ['text', 'yaml'], packages: [] },
  procedure: {
    rooms: ['text', 'yaml', 'policy'],
    packages: ['node:crypto', 'unified', 'remark-parse', 'remark-frontmatter', 'mdast', 'canonicalize', 'unist'],
  },
  lint: { rooms: ['text', 'procedure'], packages: ['tree-sitter-powershell', 'web-tree-sitter', 'node:module', 'node:v8'] },
  run: { rooms: ['text', 'procedure', 'policy'], packages: [] },
  // What it found is said in English.
  audit: { rooms: ['text', 'procedure', 'policy', 'run', 'words'], packages: ['node:crypto', 'canonicalize', 'zod'] },
  words: { rooms: ['text', 'procedure', 'policy', 'run'], packages: [] },
  connection: { rooms: ['text', 'run', 'audit'], packages: ['zod'] },
  engine: { rooms: ['text', 'procedure', 'policy', 'run', 'audit', 'connection'], packages: ['*'] },
  // Its log speaks English.
  worker: { rooms: ['text', 'yaml', 'procedure', 'policy', 'lint', 'run', 'audit', 'words', 'connection'], packages: ['*'] },
  chat: { rooms: ['text', 'procedure', 'policy', 'run', 'audit', 'words'], packages: ['*'] },
  // Which languages there are.
  config: { rooms: ['text', 'yaml', 'procedure', 'policy', 'lint', 'run', 'audit', 'words'], packages: ['*'] },
  cli: {
    rooms: ['text', 'yaml', 'procedure', 'policy', 'lint', 'run', 'audit', 'words', 'connection', 'engine', 'worker', 'chat', 'config'],
    packages: ['*'],
  },
}

/** Packages that one file alone may know, its types too, because something else must be able to take their place. */
const ALONE: readonly { packages: RegExp; file: string }[] = [
  { packages: /^bot(builder|framework)(-|$)/, file: 'src/chat/teams/bot-framework.ts' },
  { packages: /^@azure\//, file: 'src/chat/teams/app-token.ts' },
]

const PURE: ReadonlySet<Room> = new Set(['text', 'yaml', 'policy', 'procedure', 'run', 'audit', 'words', 'connection'])
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\brandomUUID\(|\brandomBytes\(|\bMath\.random\(|\bperformance\.|\bset(?:Timeout|Interval)\(/

/** Every import of `root/src` that its room may not have, and every circle of imports, as `file:line: sentence`. Throws when there is nothing to judge. */
export function forbiddenImports(root: string): { files: number; violations: string[] } {
  const sources = sourceFiles(root)
  const circles = importCircles(sources).map((circle) => `${circle[0]}:1: these import each other in a circle: ${circle.join(', ')}`)
  return { files: sources.size, violations: [...[...sources.values()].flatMap(judge), ...circles] }
}

function judge({ name, text, imports }: SourceFile): string[] {
  const room = roomOf(name)
  if (!room) return [`${name}:1: lies in no known room of src`]
  const found = imports.flatMap((each) => {
    const fault = forbidden(name, room, each)
    return fault === undefined ? [] : [`${name}:${each.line}: ${room} may not import ${fault}`]
  })
  for (const [index, line] of text.split('\n').entries()) {
    const at = `${name}:${index + 1}:`
    if (room !== 'config' && line.includes('process.env')) found.push(`${at} process.env is read in src/config.ts only`)
    if (PURE.has(room) && IMPURE.test(line)) found.push(`${at} ${room} reads no clock and makes no ids`)
  }
  return found
}

/** The name of what may not be imported, or undefined where it may. */
function forbidden(from: string, room: Room, { target, file }: Import): string | undefined {
  const may = MAY_IMPORT[room]
  if (file === undefined) {
    const parts = target.startsWith('@') ? 2 : 1
    const name = target.startsWith('node:') ? target : target.split('/').slice(0, parts).join('/')
    const alone = ALONE.find(({ packages }) => packages.test(name))
    if (alone !== undefined && alone.file !== from) return `${name}, which ${alone.file} alone may know`
    return may.packages.includes('*') || may.packages.includes(name) ? undefined : name
  }
  const other = roomOf(file)
  if (!other) return target
  return other === room || may.rooms.includes(other) ? undefined : other
}

/** `src/run/decide.ts` lies in `run`, `src/config/yaml.ts` in `config`. */
function roomOf(file: string): Room | undefined {
  const [src, first = ''] = file.split('/')
  const name = first.replace(/(-.*)?\.ts$/, '')
  return src === 'src' && Object.hasOwn(MAY_IMPORT, name) ? (name as Room) : undefined
}

/** Of `ALONE`: the files that do not import what is theirs, or are not there. */
export function idleKeepers(root: string): string[] {
  const sources = sourceFiles(root)
  return ALONE.filter(({ packages, file }) => !sources.get(file)?.imports.some(({ target }) => packages.test(target))).map(
    ({ file }) => file,
  )
}
