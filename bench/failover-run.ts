/** The failover as the product runs it, played without a pause for people. */
import { playToTheEnd, WORDS } from '../test/practice/players.ts'
import type { BenchHouse } from './installation.ts'

export interface MachineTime {
  /** From the start to the end, less what people were waited for. */
  machineMs: number
  /** Inside blocks, as those who ran them counted. */
  blocksMs: number
  blocks: number
}

interface Block {
  tookMs: number
}

interface LogLine {
  entry?: { command: { command: { type: string; results?: Block[]; outcome?: { result?: Block } } } }
}

/** A browser is told of changes; these players ask, and each time they ask costs the machine what it should work with. */
const LOOK_EVERY_MS = 500

export async function measureRun({ client }: BenchHouse): Promise<MachineTime> {
  const asked = await client.type('dana', WORDS)
  if (asked.run === undefined) throw new Error(`no run began: ${asked.note.title}`)
  const shown = await playToTheEnd(() => Promise.resolve(client), asked.run, { lookEveryMs: LOOK_EVERY_MS })
  if (shown.shown.state.toLowerCase() !== 'done') throw new Error(`the run ended as ${shown.shown.state}, not as done`)
  const log = await client.text(`/api/runs/${asked.run}/log?as=file`)
  const commands = log.split('\n').flatMap((line) => (line === '' ? [] : ((JSON.parse(line) as LogLine).entry?.command.command ?? [])))
  const blocks = commands.flatMap(({ results = [], outcome }) => [...results, ...(outcome?.result ? [outcome.result] : [])])
  const whole = Date.parse(shown.endedAt ?? '') - Date.parse(shown.startedAt)
  return {
    machineMs: whole - shown.waits.peopleMs,
    blocksMs: blocks.reduce((sum, { tookMs }) => sum + tookMs, 0),
    blocks: blocks.length,
  }
}
