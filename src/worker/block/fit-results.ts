/** Makes the results of one order fit into one entry: here their lists are cut, once, and what is left out is counted in its place. */
import type { AttemptOutcome } from '../../run/command.ts'
import type { BlockResult } from '../../run/order.ts'
import { KeptFile, type Whole } from './kept-file.ts'
import { MOST_ERRORS, MOST_MESSAGES } from './word-sink.ts'

/** Of one role. A worker's entry takes 32 KB, one that captures 96 KB, with the other roles, the envelope and the events that follow. */
const MOST_BYTES = 11_000
const MOST_CAPTURED_BYTES = 32_000

interface Room {
  messages: number
  errors: number
  /** All that are kept, or one. */
  rows: 'kept' | 'one'
}

/** Messages go first, then rows; the counts still say how many there were, and `files` takes the whole of what is left out. */
export function fitResults(results: BlockResult[], captures: boolean, files: string): BlockResult[] {
  const mostBytes = captures ? MOST_CAPTURED_BYTES : MOST_BYTES
  const rooms: Room[] = [
    { messages: MOST_MESSAGES, errors: MOST_ERRORS, rows: 'kept' },
    { messages: 2, errors: 2, rows: 'kept' },
    { messages: 0, errors: 1, rows: captures ? 'kept' : 'one' },
  ]
  const room = rooms.find((each) => bytesOf(results.map((result) => cut(result, each))) <= mostBytes) ?? rooms.at(-1)
  return room === undefined ? results : results.map((result) => cut(keptWhole(result, room, files), room))
}

/** The same for what became of an attempt. */
export function fitOutcome(outcome: AttemptOutcome, files: string): AttemptOutcome {
  if (outcome.type !== 'ran' && outcome.type !== 'failed') return outcome
  const [result = outcome.result] = fitResults([outcome.result], false, files)
  return { ...outcome, result }
}

function cut(result: BlockResult, room: Room): BlockResult {
  const { messages = result.messages.length, errors = result.errors.length } = result.said ?? {}
  const { last: _last, ...first } = result
  return {
    ...(room.rows === 'one' ? first : result),
    messages: cutList(result.messages, messages, room.messages, (count) => ({ is: 'more-messages', count })),
    errors: cutList(result.errors, errors, room.errors, (count) => ({ message: { is: 'more-errors', count } })),
    rows: room.rows === 'one' ? result.rows.slice(0, 1) : result.rows,
  }
}

/** What is cut here only, because others need the room, goes to a file before it goes. */
function keptWhole(result: BlockResult, room: Room, files: string): BlockResult {
  const { messages, errors, rows } = result
  const wordsGo = result.said === undefined && (messages.length > room.messages || errors.length > room.errors)
  const rowsGo = result.file === undefined && room.rows === 'one' && rows.length > 1
  const words = wordsGo ? keep([...messages.map((message) => ({ message })), ...errors.map((error) => ({ error }))], files) : undefined
  const file = rowsGo ? keep(rows, files) : undefined
  return {
    ...result,
    ...(wordsGo ? { said: { messages: messages.length, errors: errors.length, ...(words === undefined ? {} : { file: words }) } } : {}),
    ...(file === undefined ? {} : { file }),
  }
}

function keep(lines: object[], files: string): Whole | undefined {
  const file = new KeptFile(files, 'lines')
  file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return file.end()
}

/** `list` holds the first and the last of `count`; `most` of them are shown, half of them the last. */
function cutList<T>(list: T[], count: number, most: number, rest: (count: number) => T): T[] {
  if (count <= most) return list
  const first = Math.ceil(most / 2)
  const last = most - first
  return [...list.slice(0, first), rest(count - most), ...(last === 0 ? [] : list.slice(-last))]
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
