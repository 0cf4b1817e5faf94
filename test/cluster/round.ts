/** One whole failover through three nodes of an engine, of which one is killed in its middle. */
import { join } from 'node:path'
import { parse } from 'yaml'
import { doubledEffects, estateFaults } from '../chaos/judge-estate.ts'
import { countersign } from '../cli/countersign.ts'
import { startEstate } from '../estate/estate.ts'
import { openConsoleClient } from '../practice/console-client.ts'
import { playToTheEnd, WORDS } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { addToConfiguration, writeConfiguration, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { botConfiguration } from './documented.ts'
import { startNodes, type Nodes } from './nodes.ts'

/** A node that is killed, or silenced with what stands in front of it. */
export interface Victim {
  node: number
  how: 'killed' | 'silenced'
}

export interface Round {
  victim: Victim | undefined
  front: Nodes['front']
  /** The run's entry after which it was killed. */
  atEntry?: number
  entries: number
  /** From the kill to the run's next entry. */
  nextEntryMs?: number
  /** The longest time without an entry from the kill on, or in an undisturbed run: the estate's own work and the document's pauses are in it. */
  longestPauseMs: number
  end: string
  log: string
  memoryMb: number
  faults: string[]
}

/** In the middle of the work: behind the first gates, before the last. */
const KILL_AT = 20

export async function playRound(dir: string, victim?: Victim): Promise<Round> {
  const estate = await startEstate({ dir: join(dir, 'estate'), speed: 3 })
  const nodes = await startNodes(3)
  const practice = await writeConfiguration(estate, { dir, standInOnly: true })
  const { engine } = parse(botConfiguration(nodes.place, nodes.identity)) as { engine: Record<string, unknown> }
  const file = (name: string) => ({ [name]: join(nodes.place.dir, String(engine[name])) })
  addToConfiguration(practice, { engine: { ...engine, ...file('ca'), ...file('certificate'), ...file('key') } }, {})
  const round: Round = { victim, front: nodes.front, entries: 0, longestPauseMs: 0, end: '?', log: '?', memoryMb: 0, faults: [] }
  const programs: Program[] = []
  try {
    const bot = await startProgram(practice, ['start'], join(dir, 'programs.log'))
    programs.push(bot, await startProgram(practice, ['worker', 'dc2-a'], join(dir, 'programs.log')))
    const client = await openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
    const { run } = await client.type('dana', WORDS)
    if (run === undefined) throw new Error('no run began')
    let last = { seq: 0, at: performance.now() }
    let killed: { at: number } | undefined
    const { shown } = await playToTheEnd(() => Promise.resolve(client), run, {
      lookEveryMs: 50,
      watch: ({ shown: { seq } }) => {
        if (seq <= last.seq) return
        const now = performance.now()
        if (killed !== undefined) round.nextEntryMs ??= now - killed.at
        if (victim === undefined || killed !== undefined) round.longestPauseMs = Math.max(round.longestPauseMs, now - last.at)
        last = { seq, at: now }
        round.entries = seq
        if (victim === undefined || killed !== undefined || seq < KILL_AT) return
        killed = { at: now }
        round.atEntry = seq
        round.memoryMb = nodes.memoryMb()
        if (victim.how === 'killed') void nodes.kill(victim.node)
        else nodes.silence(victim.node)
      },
    })
    round.memoryMb ||= nodes.memoryMb()
    round.end = shown.state
    if (shown.state !== 'Done') round.faults.push(`the run ended ${shown.state}`)
    round.log = await verdict(practice, dir, run)
    if (round.log !== 'intact') round.faults.push(`its log is ${round.log}`)
    round.faults.push(...estateFaults(estate), ...doubledEffects(estate.state.effects))
  } catch (cause) {
    round.faults.push(cause instanceof Error ? cause.message : String(cause))
  } finally {
    for (const program of programs.toReversed()) await program.end()
    await nodes.close()
    await estate.close()
  }
  return round
}

async function verdict(practice: PracticeConfiguration, dir: string, run: string): Promise<string> {
  const exported = await countersign(['audit', 'export', run, '--out', dir, '--config', practice.file])
  if (exported.code !== 0) return exported.error
  const { out, error } = await countersign(['audit', 'verify', join(dir, `${run}.jsonl`), '--keys', join(dir, 'keys.json'), '--json'])
  return (JSON.parse(out || '{}') as { verdict?: string }).verdict ?? error
}
