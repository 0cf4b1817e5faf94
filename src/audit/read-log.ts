import { readUtf8 } from '../text/utf8.ts'
import { canonical } from './canonical.ts'
import type { Entry, LogLine, SignedHead } from './entry.ts'

export interface LogFault {
  /** Line of the file, from 1. */
  line: number
  what: string
  /** How many good lines stand before it. */
  before: number
  /** It is the last line, and the beginning of one that the product writes: the rest was not written yet, or cut off. */
  begun?: true
}

/** The bytes of an exported log: UTF-8 and nothing else, because a decoder that mends what is none would let two files be one log. */
export function readBytes(bytes: Uint8Array): { lines: LogLine[]; faults: LogFault[] } {
  const texts: (string | undefined)[] = []
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, from)
    if (end === -1) return readLines(texts, begunText(bytes.subarray(from)))
    texts.push(readUtf8(bytes.subarray(from, end)))
    from = end + 1
  }
  return readLines(texts, '')
}

/** The text of an exported log. Every line must be canonical JSON: one value has one text, so no byte can be changed unseen. */
export function readLog(text: string): { lines: LogLine[]; faults: LogFault[] } {
  const lines = text.split('\n')
  return readLines(lines.slice(0, -1), lines.at(-1))
}

/** `undefined`: a line that is no text. `rest`: what stands behind the last line's end. */
function readLines(texts: (string | undefined)[], rest: string | undefined): { lines: LogLine[]; faults: LogFault[] } {
  const lines: LogLine[] = []
  const faults: LogFault[] = []
  for (const [index, raw] of texts.entries()) {
    const read = readLine(raw)
    if ('what' in read) faults.push({ line: index + 1, what: read.what, before: lines.length })
    else lines.push(read.line)
  }
  if (rest === '') return { lines, faults }
  const what = 'the last line does not end: the file was cut or is still being written'
  faults.push({ line: texts.length + 1, what, before: lines.length, ...(rest !== undefined && isBegun(rest) && { begun: true as const }) })
  return { lines, faults }
}

/** A cut may have gone through a character, but not through the first. */
function begunText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true })
    return text === '' && bytes.length > 0 ? undefined : text
  } catch {
    return undefined
  }
}

const BEGINNINGS = ['{"entry":{', '{"head":{']

/** Must more have followed, up to the bracket that closes what was opened? */
function isBegun(rest: string): boolean {
  if (!BEGINNINGS.some((beginning) => rest.startsWith(beginning) || beginning.startsWith(rest))) return false
  let open = 0
  let quoted = false
  for (const [sign] of rest.matchAll(/\\.|["[\]{}]/gs)) {
    if (sign === '"') quoted = !quoted
    else if (!quoted && sign.length === 1) open += sign === '{' || sign === '[' ? 1 : -1
    if (open === 0) return false
  }
  return true
}

function readLine(raw: string | undefined): { line: LogLine } | { what: string } {
  if (raw === undefined) return { what: 'this is not UTF-8, or too long to be a line of a log' }
  const value = parsed(raw)
  if (value === undefined) return { what: 'this is not JSON' }
  if (!isRecord(value)) return { what: 'this is neither an entry nor a head' }
  const [name, ...more] = Object.keys(value)
  if (more.length > 0 || (name !== 'entry' && name !== 'head')) return { what: 'this is neither an entry nor a head' }
  if (canonicalForm(value) !== raw) return { what: 'this is not written as the product writes it (canonical JSON)' }
  if (name === 'entry')
    return isEntry(value['entry']) ? { line: { entry: value['entry'] } } : { what: 'this entry lacks something that every entry has' }
  return isHead(value['head']) ? { line: { head: value['head'] } } : { what: 'this head lacks something that every head has' }
}

const LINE_FEED = 10

/** Half a character, a number beyond all numbers and a nest without end have none. */
function canonicalForm(value: unknown): string | undefined {
  try {
    return canonical(value)
  } catch {
    return undefined
  }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false
  const { run, seq, at, rules, command, events, prev, hash } = value
  const texts = [run, at, prev, hash].every((each) => typeof each === 'string')
  if (!texts || !Number.isInteger(seq) || !Number.isInteger(rules) || !isRecord(command) || !Array.isArray(events)) return false
  if (!isRecord(command['command']) || typeof command['command']['type'] !== 'string') return false
  return typeof command['key'] === 'string' && typeof command['signature'] === 'string' && events.every((event) => isRecord(event))
}

function isHead(value: unknown): value is SignedHead {
  if (!isRecord(value)) return false
  const { run, seq, hash, at, final, rules, signature } = value
  if (![run, hash, at, signature].every((each) => typeof each === 'string') || !Number.isInteger(seq)) return false
  return typeof final === 'boolean' && (rules === undefined || Number.isInteger(rules))
}
