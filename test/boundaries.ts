import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

type Room = 'procedure' | 'lint' | 'run' | 'audit' | 'engine' | 'worker' | 'chat' | 'config' | 'cli'

/** What each room may import besides itself: other rooms, and outside packages (`*` = any). An allow-list: what is not here is refused. */
const MAY_IMPORT: Record<Room, { rooms: Room[]; packages: string[] }> = {
  procedure: {
    rooms: [],
    packages: ['node:crypto', 'zod', 'yaml', 'unified', 'remark-parse', 'remark-frontmatter', 'mdast', 'canonicalize', 'unist'],
  },
  lint: { rooms: ['procedure'], packages: ['tree-sitter-powershell', 'web-tree-sitter', 'node:module'] },
  run: { rooms: ['procedure'], packages: [] },
  audit: { rooms: ['procedure', 'run'], packages: ['node:crypto', 'canonicalize', 'zod'] },
  engine: { rooms: ['procedure', 'run', 'audit'], packages: ['*'] },
  worker: { rooms: ['procedure', 'lint', 'run', 'audit'], packages: ['*'] },
  chat: { rooms: ['procedure', 'run', 'audit'], packages: ['*'] },
  config: { rooms: ['procedure', 'lint', 'run', 'audit'], packages: ['*'] },
  cli: { rooms: ['procedure', 'lint', 'run', 'audit', 'engine', 'worker', 'chat', 'config'], packages: ['*'] },
}

const PURE: ReadonlySet<Room> = new Set(['procedure', 'run', 'audit'])
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\brandomUUID\(|\brandomBytes\(|\bMath\.random\(|\bperformance\.|\bset(?:Timeout|Interval)\(/
const IMPORTS = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)['"]([^'"]+)['"]/g

/** Every import of `root/src` that its room may not have, as `file:line: sentence`. Throws when there is nothing to judge. */
export function forbiddenImports(root: string): { files: number; violations: string[] } {
  const src = join(root, 'src')
  const names = existsSync(src) ? readdirSync(src, { recursive: true, encoding: 'utf8' }) : []
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => join(src, name))
  if (files.length === 0) throw new Error(`no TypeScript files below ${src}: nothing was judged`)
  return { files: files.length, violations: files.flatMap((file) => judge(root, src, file)) }
}

function judge(root: string, src: string, file: string): string[] {
  const room = roomOf(src, file)
  const place = relative(root, file).split(sep).join('/')
  if (!room) return [`${place}:1: lies in no known room of src`]
  const found: string[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const at = `${place}:${index + 1}:`
    for (const [, target] of line.matchAll(IMPORTS)) {
      const fault = target === undefined ? undefined : forbidden(src, file, room, target)
      if (fault) found.push(`${at} ${room} may not import ${fault}`)
    }
    if (room !== 'config' && line.includes('process.env')) found.push(`${at} process.env is read in src/config.ts only`)
    if (PURE.has(room) && IMPURE.test(line)) found.push(`${at} ${room} reads no clock and makes no ids`)
  }
  return found
}

/** The name of what may not be imported, or undefined where it may. */
function forbidden(src: string, file: string, room: Room, target: string): string | undefined {
  const may = MAY_IMPORT[room]
  if (!target.startsWith('.')) {
    const name = target.startsWith('node:')
      ? target
      : target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/')
    return may.packages.includes('*') || may.packages.includes(name) ? undefined : name
  }
  const other = roomOf(src, resolve(dirname(file), target))
  if (!other) return target
  return other === room || may.rooms.includes(other) ? undefined : other
}

function roomOf(src: string, file: string): Room | undefined {
  const [first = ''] = relative(src, file).split(sep)
  const name = first.replace(/(-.*)?\.ts$/, '')
  return name in MAY_IMPORT ? (name as Room) : undefined
}
