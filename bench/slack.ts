/** Five hundred slash commands at the same moment, over HTTP as Slack sends them: how long each waits for its acknowledgement, and what became of it. */
import { setTimeout as pause } from 'node:timers/promises'
import { badWeather, cardsIn, runsToldOf, startMany, type Sent } from '../test/slack/load.ts'
import { openSlackHouse, type SlackHouse } from '../test/slack/slack-house.ts'
import { commandOf } from '../test/slack/stand-in/deeds.ts'
import { percentile } from './percentile.ts'
import { slackLines, type Line } from './report.ts'

export interface Burst {
  what: string
  count: number
  p50Ms: number
  p99Ms: number
  longestMs: number
  /** Acknowledged with anything but 200, or not at all. */
  unanswered: number
  /** Starts only: runs that got exactly one card, more than one, none; those whose person was told; how long it took until all had one. */
  runs?: { once: number; doubled: number; lost: number; told: number; tookMs: number }
}

const DRAIN_WITHIN_MS = 300_000

/** Every burst in a workspace of its own: the engine keeps what the one before began. */
export async function measureSlack(count: number): Promise<Line[]> {
  return slackLines([
    await burst('questions', (slack) => askMany(slack, count)),
    await burst('starts', (slack) => startMany(slack, count)),
    await burst('starts, every 3rd post 429, every 10th connection cut', (slack) => startMany(slack, count), true),
  ])
}

async function burst(what: string, send: (slack: SlackHouse) => Promise<Sent[]>, bad = false): Promise<Burst> {
  const slack = await openSlackHouse('http', { worker: false })
  try {
    // What a first request pays for is paid.
    await askMany(slack, 200)
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
      unanswered: sent.filter(({ status }) => status !== 200).length,
      ...(what.startsWith('starts') && { runs: await drained(slack, sent, began) }),
    }
  } finally {
    await slack.close()
  }
}

async function drained({ workspace }: SlackHouse, sent: Sent[], began: number): Promise<NonNullable<Burst['runs']>> {
  const { calls } = workspace.api
  const told = (): number => new Set(runsToldOf(sent, calls)).size
  while ((cardsIn(calls).size < sent.length || told() < sent.length) && Date.now() - began < DRAIN_WITHIN_MS) await pause(500)
  const cards = [...cardsIn(calls).values()]
  return {
    once: cards.filter((times) => times === 1).length,
    doubled: cards.filter((times) => times > 1).length,
    lost: sent.length - cards.length,
    told: told(),
    tookMs: Date.now() - began,
  }
}

function askMany({ transport }: Pick<SlackHouse, 'transport'>, count: number): Promise<Sent[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Sent> => {
      const trigger = `${Date.now()}.${index}.${crypto.randomUUID()}`
      const { ms, status, text } = await transport.deliver(commandOf('dana', '/countersign whoami', trigger, 'http://127.0.0.1:9/'))
      return { name: trigger, ms, status, says: text }
    }),
  )
}
