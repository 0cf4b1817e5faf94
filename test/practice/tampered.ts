/** Every way in which somebody without keys could touch an exported log, and the entry at which it must be found. */
import { generateKeyPairSync } from 'node:crypto'
import { hashOf } from '../../src/audit/chain.ts'
import type { Entry, LogLine } from '../../src/audit/entry.ts'
import { logText } from '../../src/audit/export.ts'
import { signHead } from '../../src/audit/signature.ts'

export interface Tampered {
  what: string
  text: string
  at: number
}

/** One after the other, because each is as long as the log. */
export function* tampered(text: string): Generator<Tampered> {
  const lines = text.split('\n').filter(Boolean)
  const read = lines.map((line) => JSON.parse(line) as LogLine)
  const without = (index: number, ...instead: string[]) => [...lines.slice(0, index), ...instead, ...lines.slice(index + 1), ''].join('\n')
  for (const [index, line] of read.entries()) {
    if ('head' in line) {
      yield {
        what: 'a head of another key',
        text: without(index, logText({ head: signedByAnother(line.head) }).trimEnd()),
        at: line.head.seq,
      }
      continue
    }
    const { seq } = line.entry
    const own = lines[index] ?? ''
    const middle = Math.floor((own.length * (1 + (seq % 7))) / 9)
    yield {
      what: 'one byte',
      text: without(index, own.slice(0, middle) + (own[middle] === 'x' ? 'y' : 'x') + own.slice(middle + 1)),
      at: seq,
    }
    const next = read.findIndex((other, place) => place > index && 'entry' in other)
    if (next === -1) continue
    yield { what: 'one entry removed', text: without(index), at: seq }
    const swapped = [...lines]
    swapped[index] = lines[next] ?? ''
    swapped[next] = own
    yield { what: 'two entries swapped', text: [...swapped, ''].join('\n'), at: seq }
  }
  for (const { entry } of read.filter((line) => 'entry' in line)) {
    if (!entry.events.some(({ type }) => type === 'approved')) continue
    yield { what: 'another approver, all hashes anew', text: resealed(read, entry.seq), at: entry.seq }
  }
}

function signedByAnother({ signature: _, ...head }: Extract<LogLine, { head: unknown }>['head']) {
  return signHead(head, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

function resealed(lines: LogLine[], seq: number): string {
  let prev = '0'.repeat(64)
  const seal = (entry: Entry): Entry => {
    const other =
      entry.seq === seq ? (JSON.parse(JSON.stringify(entry).replaceAll('"amir"', '"erin"').replaceAll('"carol"', '"bob"')) as Entry) : entry
    const open = { ...other, prev }
    prev = hashOf(open)
    return { ...open, hash: prev }
  }
  return lines.map((line) => logText('entry' in line ? { entry: seal(line.entry) } : line)).join('')
}
