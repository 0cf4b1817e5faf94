/** The failover as the product runs it, played without a pause for people. */
import { existsSync, readFileSync } from 'node:fs'
import { playToTheEnd, WORDS } from '../test/practice/players.ts'
import type { BenchHouse } from './installation.ts'

export interface MachineTime {
  /** From the start to the end, less what people were waited for. */
  machineMs: number
  /** Inside blocks, as those who ran them counted: every look, also those that no log holds. */
  blocksMs: number
  blocks: number
  /** Between looks at an effect that does not show yet. */
  pausesMs: number
}

type Heard = { channel: 'countersign:block'; message: { tookMs: number } } | { channel: 'countersign:pause'; message: { ms: number } }

/** A browser is told of changes; these players ask, and each time they ask costs the machine what it should work with. */
const LOOK_EVERY_MS = 500

export async function measureRun({ client, heard }: BenchHouse): Promise<MachineTime> {
  const before = linesOf(heard).length
  const asked = await client.type('dana', WORDS)
  if (asked.run === undefined) throw new Error(`no run began: ${asked.note.title}`)
  const shown = await playToTheEnd(() => Promise.resolve(client), asked.run, { lookEveryMs: LOOK_EVERY_MS })
  if (shown.shown.state.toLowerCase() !== 'done') throw new Error(`the run ended as ${shown.shown.state}, not as done`)
  const lines = linesOf(heard).slice(before)
  const blocks = lines.flatMap((line) => (line.channel === 'countersign:block' ? [line.message.tookMs] : []))
  const pauses = lines.flatMap((line) => (line.channel === 'countersign:pause' ? [line.message.ms] : []))
  if (blocks.length === 0) throw new Error('the worker told of no block')
  const whole = Date.parse(shown.endedAt ?? '') - Date.parse(shown.startedAt)
  return { machineMs: whole - shown.waits.peopleMs, blocksMs: sumOf(blocks), blocks: blocks.length, pausesMs: sumOf(pauses) }
}

function linesOf(file: string): Heard[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Heard)
}

function sumOf(milliseconds: number[]): number {
  return milliseconds.reduce((sum, each) => sum + each, 0)
}
