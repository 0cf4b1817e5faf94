/**
 * Five hundred slash commands at the same moment, over HTTP as Slack sends them: how long each waits for its acknowledgement, and what became of it. Right
 * before each burst, the same one to a bare app of Bolt.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/practice/write-configuration.ts'
import { badWeather, cardsIn, runsToldOf, startMany, type Sent } from '../test/slack/load.ts'
import { SIGNING_SECRET } from '../test/slack/stand-in/accounts.ts'
import { openSlackHouse, type SlackHouse } from '../test/slack/slack-installation.ts'
import type { ApiCall } from '../test/slack/stand-in/call.ts'
import { openCrowd, type Crowd } from '../test/slack/stand-in/crowd.ts'
import { commandOf } from '../test/slack/stand-in/actions.ts'
import { percentile } from './percentile.ts'

export interface Burst {
  what: string
  count: number
  p50Ms: number
  p99Ms: number
  longestMs: number
  /** Of the same burst to the bare app. */
  beside: { p50Ms: number; p99Ms: number }
  /** Acknowledged after more than three seconds. */
  late: number
  /** Acknowledged with anything but 200, or not at all. */
  unanswered: number
  /** Starts only: runs that got exactly one card, more than one, none; those whose person was told; how long it took until all had one. */
  runs?: { once: number; doubled: number; lost: number; told: number; tookMs: number }
}

type Installation = SlackHouse & { crowd: Crowd }

const ACKNOWLEDGED_WITHIN_MS = 3000
const DRAIN_WITHIN_MS = 300_000

export interface SlackMeasured {
  bursts: Burst[]
  /** Everybody was answered, and every run has its one card: nothing was lost and nothing doubled. */
  whole: boolean
}

/** Every burst in a workspace of its own: the engine keeps what the one before began. */
export async function measureSlack(count: number): Promise<SlackMeasured> {
  const bare = await openBareApp()
  try {
    return judged([
      await burst('questions', (slack) => askMany(slack, count), bare),
      await burst('starts', (slack) => startMany(slack, count), bare),
      await burst('starts, every 3rd post 429, every 10th connection cut', (slack) => startMany(slack, count), bare, true),
    ])
  } finally {
    await bare.close()
  }
}

function judged(bursts: Burst[]): SlackMeasured {
  const whole = bursts.every(
    ({ count: sent, unanswered, late, runs }) =>
      unanswered + late === 0 && (runs === undefined || (runs.once === sent && runs.doubled + runs.lost === 0)),
  )
  return { bursts, whole }
}

async function burst(what: string, send: (slack: Installation) => Promise<Sent[]>, bare: BareApp, bad = false): Promise<Burst> {
  const installation = await openSlackHouse('http', { worker: false })
  const slack: Installation = { ...installation, crowd: openCrowd(installation.url) }
  try {
    // What a first request pays for is paid.
    await askMany(slack, 200)
    await drained(slack, await startMany(slack, 50), Date.now())
    await quiet(slack)
    const beside = (await send({ ...slack, crowd: bare.crowd })).map(({ ms }) => ms)
    const from = slack.workspace.api.calls.length
    if (bad) slack.workspace.api.faults = badWeather()
    const began = Date.now()
    const sent = await send(slack)
    const waits = sent.map(({ ms }) => ms)
    return {
      what,
      count: sent.length,
      p50Ms: percentile(waits, 0.5),
      p99Ms: percentile(waits, 0.99),
      longestMs: Math.max(...waits),
      beside: { p50Ms: percentile(beside, 0.5), p99Ms: percentile(beside, 0.99) },
      late: waits.filter((ms) => ms > ACKNOWLEDGED_WITHIN_MS).length,
      unanswered: sent.filter(({ status }) => status !== 200).length,
      ...(what.startsWith('starts') && { runs: await drained(slack, sent, began, from) }),
    }
  } finally {
    await slack.crowd.close()
    await slack.close()
  }
}

/** Waits until nothing of the runs that warmed it up is posted any more: twenty times faster than Slack allows, that is work which no bot has. */
async function quiet({ workspace }: Installation): Promise<void> {
  const { calls } = workspace.api
  for (let before = -1; before !== calls.length; await pause(1500)) before = calls.length
}

/** Waits until each has its card and its word; `from`: of the calls to Slack. */
async function drained({ workspace }: Installation, sent: Sent[], began: number, from = 0): Promise<NonNullable<Burst['runs']>> {
  const calls = (): ApiCall[] => workspace.api.calls.slice(from)
  const told = (): number => new Set(runsToldOf(sent, calls())).size
  while ((cardsIn(calls()).size < sent.length || told() < sent.length) && Date.now() - began < DRAIN_WITHIN_MS) await pause(500)
  const cards = [...cardsIn(calls()).values()]
  return {
    once: cards.filter((times) => times === 1).length,
    doubled: cards.filter((times) => times > 1).length,
    lost: sent.length - cards.length,
    told: told(),
    tookMs: Date.now() - began,
  }
}

interface BareApp {
  crowd: Crowd
  close(): Promise<void>
}

async function openBareApp(): Promise<BareApp> {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'bare-bolt.ts'), SIGNING_SECRET, String(await freePort())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: program.stdout }), 'line')) as [string]
  const crowd = openCrowd(url)
  const warm = Array.from({ length: 200 }, (_, index) => commandOf('dana', '/countersign whoami', `warm.${index}`, 'http://127.0.0.1:9/'))
  await crowd.sendAtOnce(warm)
  return {
    crowd,
    close: async () => {
      await crowd.close()
      program.kill()
      await once(program, 'exit')
    },
  }
}

async function askMany({ crowd }: { crowd: Crowd }, count: number): Promise<Sent[]> {
  const triggers = Array.from({ length: count }, (_, index) => `${Date.now()}.${index}.${crypto.randomUUID()}`)
  const asked = triggers.map((trigger) => commandOf('dana', '/countersign whoami', trigger, 'http://127.0.0.1:9/'))
  const answered = await crowd.sendAtOnce(asked)
  return answered.map(({ ms, status, text }, index) => ({ name: triggers[index] ?? '', ms, status, says: text }))
}
