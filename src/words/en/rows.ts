import { counted } from '../../text/counted.ts'
import type { FoundCell, Line } from '../../run/thread/line.ts'
import { place } from './places.ts'

type Rows = Extract<Line, { line: 'rows' }>

export function rows({ at, target, rowCount, begin, end, rest }: Rows): string {
  const head = `${place(at)} read ${counted(rowCount, 'row', 'rows')} on ${target}`
  if (rowCount === 0) return `${head}.`
  const [only] = begin
  if (rowCount === 1 && only !== undefined) return [`${head}: ${row(only)}.`, ...whole(rest)].join('\n')
  const more = rowCount - begin.length - end.length
  const between = more === 0 ? [] : [`… ${counted(more, 'more row', 'more rows')} …`]
  return [`${head}:`, ...begin.map(listed), ...between, ...end.map(listed), ...whole(rest)].join('\n')
}

function listed(cells: readonly FoundCell[]): string {
  return `– ${row(cells)}`
}

function row(cells: readonly FoundCell[]): string {
  return cells.map(({ name, value, of }) => `${name} = ${value === null ? '(none)' : cell(value, of)}`).join('; ')
}

function cell(value: string, of: number | undefined): string {
  return of === undefined ? value || '(empty)' : `${value}… (${of} characters)`
}

function whole(rest: Rows['rest']): string[] {
  if (rest === undefined) return []
  if (rest === 'lost') return ['No more of them were taken, and the rest is in no file. Let the document select what matters.']
  if ('entry' in rest) return [`The whole is in the audit log, entry ${rest.entry}.`]
  return [`All that was taken is in the file ${rest.file}.jsonl on the machine of ${rest.worker}, ${counted(rest.bytes, 'byte', 'bytes')}.`]
}
