/** One round: the whole run, with one SIGKILL in it, or a strike at the connection of its worker; every other round with the stand-in for PowerShell, the rest with a real one where it is found. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { countersign } from '../cli/countersign.ts'
import { startEstate } from '../estate/estate.ts'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { playToTheEnd, WORDS, type Pressed } from '../practice/players.ts'
import { startProgram, type Program } from '../practice/program.ts'
import { writeConfiguration, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { doubledEffects, estateFaults } from './judge-estate.ts'
import { layWay, type Way } from './way.ts'

export interface RoundPlan {
  number: number
  victim: 'bot' | 'worker' | 'engine' | 'connection' | 'all' | 'nobody'
  /** From the first command to the kill. */
  afterMs: number
}

export interface Round extends RoundPlan {
  tookMs: number
  /** From the first command to the run's end. */
  runMs: number
  end: string
  /** The sentences of every stop for people. */
  attentions: string[]
  retries: number
  /** Approvals that were acknowledged to their person. */
  approvals: number
  doubled: number
  log: string
  faults: string[]
}

/** A worker that dies between its claim and its block leaves a question that is asked for the step's whole `settle`: up to ten minutes, as the document writes it. */
const PACE = { speed: 5, shortestS: 10 }
const PATIENCE_MS = 300_000

export async function playRound(dir: string, plan: RoundPlan): Promise<Round> {
  const round: Round = {
    ...plan,
    tookMs: 0,
    runMs: 0,
    end: '?',
    attentions: [],
    retries: 0,
    approvals: 0,
    doubled: 0,
    log: '?',
    faults: [],
  }
  const estate = await startEstate({ dir: join(dir, 'estate'), speed: 3 })
  const practice = await writeConfiguration(estate, { dir, standInOnly: plan.number % 2 === 1, pace: PACE })
  const log = join(dir, 'programs.log')
  const way = plan.victim === 'connection' ? await layWay(practice, dir) : undefined
  const installation = new Installation(practice, log, way)
  const begun = Date.now()
  try {
    await installation.start()
    const approved: Pressed[] = []
    const asked = Date.now()
    const { run } = await (await installation.client()).type('dana', WORDS)
    if (run === undefined) throw new Error('no run began')
    const killing = pause(plan.afterMs)
      .then(() => (way === undefined ? installation.kill(plan.victim) : way.strike(plan.number % 4 < 2 ? 'cut' : 'silence')))
      .catch((cause: unknown) => round.faults.push(`did not come back: ${String(cause)}`))
    const shown = await playToTheEnd(() => installation.client(), run, {
      patienceMs: PATIENCE_MS,
      pressed: (pressed) => {
        if (pressed.reply.note.tone === 'ok' && pressed.button.act === 'approve') approved.push(pressed)
        if (pressed.reply.note.tone === 'ok' && pressed.button.act === 'retry') round.retries += 1
      },
      watch: ({ shown: now, steps }) => {
        const sentence = now.state === 'Needs people' ? (steps.find(({ state }) => state === 'attention')?.detail ?? '?') : undefined
        if (sentence !== undefined && round.attentions.at(-1) !== sentence) round.attentions.push(sentence)
      },
    })
    round.runMs = Date.now() - asked
    await killing
    round.end = shown.shown.state
    round.approvals = approved.length
    round.doubled = doubledEffects(estate.state.effects).length
    round.faults.push(...estateFaults(estate), ...doubledEffects(estate.state.effects))
    round.faults.push(...(await logFaults(practice, dir, run, approved, round)))
    if (shown.shown.state !== 'Done') round.faults.push(`the run ended ${shown.shown.state}`)
  } catch (cause) {
    round.faults.push(cause instanceof Error ? cause.message : String(cause))
  } finally {
    await installation.end()
    await way?.close()
    await estate.close()
    round.tookMs = Date.now() - begun
  }
  return round
}

/**
 * The exported log is intact and holds every approval that somebody was told of. Both commands run in this process: a program of their own takes longer to start than
 * they do, and a wait for it holds up the estates of all rounds.
 */
async function logFaults(practice: PracticeConfiguration, dir: string, run: string, approved: Pressed[], round: Round): Promise<string[]> {
  const exported = await countersign(['audit', 'export', run, '--out', dir, '--config', practice.file])
  if (exported.code !== 0) return [`the log is not exported: ${exported.error}`]
  const verified = await countersign(['audit', 'verify', join(dir, `${run}.jsonl`), '--keys', join(dir, 'keys.json'), '--json'])
  const verification = JSON.parse(verified.out || '{}') as { verdict?: string; why?: string }
  round.log = verification.verdict ?? 'unreadable'
  const faults = verification.verdict === 'intact' ? [] : [`the log is ${round.log}: ${verification.why ?? verified.error}`]
  const text = readFileSync(join(dir, `${run}.jsonl`), 'utf8')
  for (const { by, button } of approved) {
    const sealed = text
      .split('\n')
      .some(
        (line) => line.includes('"type":"approved"') && line.includes(`"gate":${String(button['gate'])},`) && line.includes(`"id":"${by}"`),
      )
    if (!sealed) faults.push(`the approval of gate ${String(button['gate'])} by ${by} was acknowledged and is not in the log`)
  }
  return faults
}

/** The engine is a child of a shell of the bot's: its pid is on record. */
function killEngine(state: string): void {
  const pid = Number(readFileSync(join(state, 'engine', 'engine.pid'), 'utf8'))
  if (Number.isInteger(pid) && pid > 1) process.kill(pid, 'SIGKILL')
}

/** Bot (with the engine it starts) and worker, which can be killed and come back. */
class Installation {
  readonly #practice: PracticeConfiguration
  readonly #log: string
  readonly #way: Way | undefined
  #bot: Program | undefined
  #worker: Program | undefined
  #client: Promise<ConsoleClient> | undefined

  constructor(practice: PracticeConfiguration, log: string, way: Way | undefined) {
    this.#practice = practice
    this.#log = log
    this.#way = way
  }

  async start(): Promise<void> {
    await this.#startBot()
    await this.#startWorker()
  }

  client(): Promise<ConsoleClient> {
    return this.#client ?? Promise.reject(new Error('the bot is away'))
  }

  async kill(victim: RoundPlan['victim']): Promise<void> {
    if (victim === 'nobody') return
    if (victim === 'engine' || victim === 'all') killEngine(this.#practice.state)
    if (victim === 'bot' || victim === 'all') this.#bot?.kill('SIGKILL')
    if (victim === 'worker' || victim === 'all') this.#worker?.kill('SIGKILL')
    await pause(300)
    // The bot itself starts an engine that is gone.
    if (victim === 'bot' || victim === 'all') await this.#startBot()
    if (victim === 'worker' || victim === 'all') await this.#startWorker()
  }

  async end(): Promise<void> {
    await this.#worker?.end()
    await this.#bot?.end()
  }

  async #startBot(): Promise<void> {
    this.#client = undefined
    await this.#bot?.gone
    const bot = await startProgram(this.#practice, ['start'], this.#log)
    this.#bot = bot
    this.#client = openConsoleClient(/http:\S+/.exec(bot.ready)?.[0] ?? '')
  }

  async #startWorker(): Promise<void> {
    await this.#worker?.gone
    this.#worker = await startProgram(this.#practice, ['worker', 'dc2-a', ...((await this.#way?.words()) ?? [])], this.#log)
  }
}
