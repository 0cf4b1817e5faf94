/** A run that is shown in several conversations: none of them waits for another one, and each ends with all of it, once and in order. */
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import pino from 'pino'
import { expect, test } from 'vitest'
import type { Entry } from '../../src/audit/entry.ts'
import { conversationKey } from '../../src/engine/conversation/conversation-object.ts'
import { openConversations, type Conversations } from '../../src/engine/conversation/conversations.ts'
import type { News } from '../../src/engine/conversation/shown-in.ts'
import type { ShownTo } from '../../src/engine/conversation/outbox.ts'
import { threadOf } from '../../src/engine/run/show-run.ts'
import { linesOf } from '../../src/run/thread/lines.ts'
import { standingAttempt } from '../../src/run/where.ts'
import type { ShowRequest, Shown } from '../../src/run/view/chat-port.ts'
import type { Progress } from '../../src/run/view/view.ts'
import * as acts from '../run/acts.ts'
import { PracticeRun, RUN } from '../run/practice-run.ts'
import { shortOrLong } from '../suite/long-form.ts'
import { until } from './until.ts'

const HOME = 'practice/incident'
const MIRROR = 'slack/C2'

/** A whole run, mirrored before its gate is decided: what each entry brought. */
const STORY = story(acts.starts(), acts.locks, acts.gateOf(2), acts.mirrors('amir', 'C2'), acts.theEnd)
const ALL = threadOf(STORY.entries, []).map(({ n }) => n)
const LAST = STORY.news.at(-1)!.state.seq
const MIRRORED = STORY.news.findIndex(({ state }) => state.mirrors.length > 0)

function story(...done: acts.Act[]): { news: News[]; entries: Entry[] } {
  const run = new PracticeRun()
  const news: News[] = []
  run.after = (before, state) => {
    const entry = run.entries.at(-1) as Entry
    news.push({ state, from: entry.seq, lines: linesOf(entry, before), notices: [] })
  }
  for (const act of done) act(run)
  return { news, entries: run.entries }
}

/** What outlives the bot: the platforms with what stands there, and the engine's memory. */
class World {
  readonly stands = new Map<string, { lines: number[]; seq: number }>()
  readonly memory = new Map<string, ShownTo>()
  readonly down = new Set<string>()
  /** The next answer from there is lost: what it did is done. */
  readonly mute = new Set<string>()
  /** Takes one line at a time. */
  readonly slow = new Set<string>()
  readonly requests: ShowRequest[] = []
  told = 0
  /** Of what is not as it must be. */
  readonly wrong: string[] = []
  private bot: { conversations: Conversations; die: () => void } | undefined
  private come = 0

  /** The next entry of the run. */
  goOn(): void {
    const news = STORY.news[this.come]
    if (news === undefined) return
    this.come++
    this.bot?.conversations.news(news)
  }

  progress(progress: Progress): void {
    this.bot?.conversations.progress(progress)
  }

  start(): void {
    let dead = false
    const unlessDead = async <T>(work: () => T): Promise<T> => (dead ? Promise.reject(new Error('the bot is dead')) : work())
    const conversations = openConversations({
      chat: { intervalMs: 0, show: (request) => unlessDead(() => this.show(request)) },
      memory: {
        shown: (key) => unlessDead(() => this.memory.get(key) ?? null),
        // Two notes may be under way at the same time.
        noteShown: async (key, { to, over }) => {
          await pause(1)
          await unlessDead(() => this.note(key, to, over))
        },
      },
      thread: () => unlessDead(() => threadOf(STORY.entries.slice(0, this.come), [])),
      log: pino({ level: 'silent' }),
    })
    this.bot = { conversations, die: () => (dead = true) }
    const state = STORY.news[this.come - 1]?.state
    if (state !== undefined) conversations.again({ state, from: 1, lines: threadOf(STORY.entries.slice(0, this.come), []), notices: [] })
  }

  /** `kill`: nothing is noted any more. */
  async stop(kill: boolean): Promise<void> {
    if (kill) this.bot?.die()
    await this.bot?.conversations.close()
    this.bot = undefined
  }

  private show(request: ShowRequest): Shown {
    const { conversation, view, card } = request
    this.requests.push(request)
    const key = conversationKey(conversation)
    if (this.down.has(key)) throw Object.assign(new Error('it is down'), { retryAfterMs: 1 })
    const there = this.stands.get(key) ?? { lines: [], seq: 0 }
    this.stands.set(key, there)
    const posted: number[] = []
    const lines = this.slow.has(key) ? request.lines.slice(0, 1) : request.lines
    for (const { n } of lines) {
      // A platform finds what stands there already.
      if (!there.lines.includes(n)) {
        if (n < (there.lines.at(-1) ?? 0)) this.wrong.push(`${key}: ${n} comes after ${there.lines.at(-1)}`)
        there.lines.push(n)
      }
      posted.push(n)
    }
    there.seq = Math.max(there.seq, view.seq)
    if (this.mute.delete(key)) throw Object.assign(new Error('its answer is lost'), { retryAfterMs: 1 })
    const rest = posted.length < request.lines.length ? { retryAfterMs: 1 } : {}
    return {
      posted: { lines: posted, notices: request.notices.map((each) => each.key), ...(card === undefined && { card: `card in ${key}` }) },
      ...rest,
    }
  }

  private note(key: string, to: ShownTo, over: boolean): void {
    this.memory.set(key, to)
    if (!over) return
    this.told++
    for (const each of [HOME, MIRROR])
      if (this.stands.get(each)?.lines.length !== ALL.length) this.wrong.push(`told, and not all of it stands in ${each}`)
  }
}

const KEYS = [HOME, MIRROR]
const place = fc.constantFrom(...KEYS)
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ does: 'goOn' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('down' as const, 'up' as const, 'mute' as const, 'slow' as const, 'fast' as const),
      key: place,
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart' as const), kill: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ does: 'wait' as const }) },
)

test('each conversation gets every line once and in order and ends with the newest view, whatever is down and however often the bot starts anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
      const world = new World()
      world.start()
      for (const each of happenings) await happens(world, each)
      for (const key of KEYS) {
        world.down.delete(key)
        world.slow.delete(key)
      }
      for (let rest = STORY.news.length; rest > 0; rest--) world.goOn()
      await until(
        () => `all is shown: ${JSON.stringify([...world.stands], null, 1)}, ${world.told}`,
        () => world.told > 0,
      )
      await world.stop(false)
      expect(world.wrong).toEqual([])
      expect(Object.fromEntries(world.stands)).toEqual({
        [HOME]: { lines: ALL, seq: LAST },
        [MIRROR]: { lines: ALL, seq: LAST },
      })
    }),
    shortOrLong({ short: { numRuns: 25 }, long: { numRuns: 500 } }),
  )
})

type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

async function happens(world: World, each: Happening): Promise<void> {
  switch (each.does) {
    case 'goOn':
      return world.goOn()
    case 'down':
    case 'mute':
    case 'slow':
      return void world[each.does].add(each.key)
    case 'up':
      return void world.down.delete(each.key)
    case 'fast':
      return void world.slow.delete(each.key)
    case 'restart':
      await world.stop(each.kill)
      return world.start()
    case 'wait':
      return pause(3)
  }
}

/** A bot that was told of the run up to this entry, of both conversations. */
function told(upTo: number): World {
  const world = new World()
  world.start()
  for (let count = 0; count < upTo; count++) world.goOn()
  return world
}

test('a mirror begins with the whole thread, from its first line, and with the card as it is now', async () => {
  const world = told(MIRRORED)
  await until('the home is shown', () => world.stands.get(HOME)?.seq === MIRRORED)
  world.goOn()
  await until('the mirror is shown', () => world.stands.get(MIRROR) !== undefined)
  const first = world.requests.find(({ conversation }) => conversation.channel === 'C2')
  expect(first).toMatchObject({ conversation: { platform: 'slack', channel: 'C2' }, view: { seq: MIRRORED + 1 } })
  expect(first?.lines.map(({ n }) => n)).toEqual(threadOf(STORY.entries.slice(0, MIRRORED + 1), []).map(({ n }) => n))
  await world.stop(false)
})

test('a run is told of to its end when each conversation has all of it, and not when the first one has', async () => {
  const world = new World()
  world.down.add(MIRROR)
  world.start()
  for (const _ of STORY.news) world.goOn()
  await until('the home has all', () => world.memory.get(HOME)?.seq === LAST)
  expect(world.told).toBe(0)
  await world.stop(false)
  world.start()
  world.down.clear()
  await until('it is told', () => world.told > 0)
  await world.stop(false)
  expect(world.wrong).toEqual([])
})

test('live progress is drawn in each', async () => {
  const working = STORY.news.findIndex(({ state }) => standingAttempt(state)?.claim !== undefined) + 1
  const world = told(working)
  await until('both are shown', () => KEYS.every((key) => world.stands.get(key)?.seq === working))
  const { order } = standingAttempt(STORY.news[working - 1]!.state)!
  world.progress({ run: RUN, order, step: 2, item: 0, percent: 40, text: '40 percent processed.', at: '2026-11-21T03:00:00.000Z' })
  const drawn = () =>
    new Set(world.requests.flatMap(({ progress, conversation }) => (progress?.percent === 40 ? [conversationKey(conversation)] : [])))
  await until('it is drawn', () => drawn().size === 2)
  await world.stop(false)
})
