import { expect, inject, test } from 'vitest'
import { decide } from '../../src/run/decide.ts'
import { evolve, evolveAll } from '../../src/run/evolve.ts'
import type { Command } from '../../src/run/command.ts'
import type { Event } from '../../src/run/event.ts'
import type { RunState } from '../../src/run/state.ts'
import {
  AFTERWARDS,
  BY_HAND,
  CONDITIONAL,
  NODE_TARGETS,
  NODES,
  REVERSIBLE,
  SMALL,
  TURNS,
  TWO_QUESTIONS,
  UNCHECKED,
  WAITING,
} from './documents.ts'
import { followAdvice } from './nevers/advice.ts'
import { Monitor } from './nevers/monitor.ts'
import { nextCommand } from './nevers/next-command.ts'
import { Random } from './nevers/random.ts'
import { actor, PEOPLE, POLICY } from './practice.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { linesOf, viewOf } from '../words/said.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Fewer, for the mutation tester. */
    neverCommands: number
  }
}

const COMMANDS = inject('neverCommands') ?? shortOrLong({ short: 25_000, long: 100_000 })
const PER_RUN = 400
const AFTER_END = 10
const DOCUMENTS = [
  SMALL,
  SMALL,
  REVERSIBLE,
  REVERSIBLE,
  REVERSIBLE,
  REVERSIBLE,
  REVERSIBLE,
  REVERSIBLE,
  REVERSIBLE,
  UNCHECKED,
  BY_HAND,
  CONDITIONAL,
  AFTERWARDS,
  WAITING,
  NODES,
  TURNS,
  TWO_QUESTIONS,
]

test(`${COMMANDS} random commands never lead to what must never be seen`, { timeout: 600_000 }, () => {
  const seen = new Map<string, number>()
  const known = new Map<string, Started>()
  for (let given = 0, seed = 1; given < COMMANDS; seed++) {
    try {
      given += randomRun(seed, seen, known)
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
  if (COMMANDS < 25_000) return
  // A generator that never came so far would prove nothing.
  for (const type of [
    'claimed',
    'attempt-judged',
    'contact-lost',
    'deviated',
    'reopened',
    'order-voided',
    'gate-closed',
    'undo-begun',
    'undone',
    'ended',
  ]) {
    expect(seen.get(type) ?? 0, type).toBeGreaterThan(COMMANDS / 1000)
  }
})

/** One run and a few commands after its end; how many commands it was given. */
function randomRun(seed: number, seen: Map<string, number>, known: Map<string, Started>): number {
  const random = new Random(seed)
  const clock = { now: '2026-11-21T03:00:00.000Z', events: 0 }
  const monitor = new Monitor()
  const first = started(known, random, clock.now)
  let state = first.state
  monitor.watch(first.command, first.events, clock.now)
  let past: Command[] = []
  let afterEnd = 0
  let count = 1
  for (; count < PER_RUN && afterEnd < AFTER_END; count++) {
    clock.now = new Date(Date.parse(clock.now) + pause(random)).toISOString()
    const command = random.chance(0.04) && past.length > 0 ? random.pick(past) : nextCommand(state, random, clock)
    const { events } = decide(state, command, clock.now)
    monitor.watch(command, events, clock.now)
    for (const { type } of events) seen.set(type, (seen.get(type) ?? 0) + 1)
    linesOf({ seq: count, at: clock.now, events }, state)
    if (state.endedAt !== undefined) afterEnd++
    const before = state.attention
    if (events.length > 0) state = { ...evolveAll(state, events, clock.now), head: `head-${count}` }
    if (state.attention !== before) followAdvice(state, clock.now)
    // What people are shown can be drawn of every state.
    if (count % 10 === 0) viewOf(state)
    past = [...past.slice(-30), command]
  }
  return count
}

interface Started {
  command: Command
  events: Event[]
  state: RunState
}

/** A document is read once: the rules give the same answer every time. */
function started(known: Map<string, Started>, random: Random, at: string): Started {
  const command = start(random, at)
  const key = JSON.stringify(command)
  const before = known.get(key)
  if (before !== undefined) return before
  const { events, refusal } = decide(undefined, command, at)
  const [first, ...rest] = events
  if (first === undefined) throw new Error(refusal?.code)
  const made = { command, events, state: { ...evolveAll(evolve(undefined, first, at), rest, at), head: 'head-0' } }
  known.set(key, made)
  return made
}

function pause(random: Random): number {
  if (random.chance(0.02)) return 31 * 60_000
  return random.chance(0.05) ? 61_000 : random.below(3000)
}

function start(random: Random, at: string): Command {
  return {
    type: 'start',
    run: 'R-1',
    by: actor(random.pick(['dana', 'dana', 'erin'])),
    eventId: 'start',
    at,
    installation: 'practice',
    document: random.pick(DOCUMENTS),
    targets: NODE_TARGETS,
    policies: { 'disaster-recovery': POLICY },
    people: PEOPLE,
    conversation: { platform: 'practice', channel: 'incident' },
    rehearsal: random.chance(0.05),
    answers: { database: random.pick(['mgc', 'other']) },
  }
}
