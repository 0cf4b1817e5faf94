/** What people are shown of a run, from the run's own entries: what each start, each burst and each loss of a trigger leads to. */
import pino from 'pino'
import { beforeEach, expect, test } from 'vitest'
import type { Entry } from '../../src/audit/entry.ts'
import { openConversations, type Conversations } from '../../src/engine/conversation/conversations.ts'
import type { News } from '../../src/engine/conversation/shown-in.ts'
import type { ShownTo } from '../../src/engine/conversation/outbox.ts'
import { threadOf } from '../../src/engine/run/show-run.ts'
import type { ShowRequest, Shown } from '../../src/run/view/chat-port.ts'
import { linesOf } from '../../src/run/thread/lines.ts'
import { openGate, standingAttempt } from '../../src/run/where.ts'
import * as acts from '../run/acts.ts'
import { PracticeRun, RUN } from '../run/practice-run.ts'
import { until } from './until.ts'

const log = pino({ level: 'silent' })

/** The engine's memory and the platform, which outlive the bot. */
let notes: { run: string; to: ShownTo; over: boolean }[]
let asked: number
let threads: number
let requests: ShowRequest[]
let answer: (request: ShowRequest) => Promise<Shown>
let run: PracticeRun
let news: News[]
let conversations: Conversations

beforeEach(() => {
  ;[notes, requests, news] = [[], [], []]
  ;[asked, threads] = [0, 0]
  answer = everything
  run = new PracticeRun()
  run.after = (before, state) => {
    const entry = run.entries.at(-1) as Entry
    news.push({ state, from: entry.seq, lines: linesOf(entry, before), notices: [] })
  }
  conversations = opened()
})

const everything = async ({ lines, notices, view, card }: ShowRequest): Promise<Shown> => ({
  posted: {
    lines: lines.map(({ n }) => n),
    notices: notices.map(({ key }) => key),
    ...(card === undefined && { card: `card of ${view.run}` }),
  },
})

/** A bot, as after a start. */
function opened(over: { noteShown?: () => Promise<void> } = {}): Conversations {
  return openConversations({
    chat: {
      intervalMs: 0,
      show: (request) => {
        requests.push(request)
        return answer(request)
      },
    },
    memory: {
      shown: async () => {
        asked++
        return notes.at(-1)?.to ?? null
      },
      noteShown: async (_, note) => {
        await over.noteShown?.()
        notes.push(note)
      },
    },
    thread: async () => {
      threads++
      return threadOf(run.entries, [])
    },
    log,
  })
}

function played(...done: acts.Act[]): News[] {
  news = []
  for (const act of done) act(run)
  return news
}

const atGate = acts.until((state) => openGate(state) !== undefined)

const tell = (...some: News[]): void => {
  for (const each of some) conversations.news(each)
}
const all = (): News => ({ state: run.made, from: 1, lines: threadOf(run.entries, []), notices: [] })
const posted = (): number[] => requests.flatMap(({ lines }) => lines.map(({ n }) => n))
const said = (): number[] => threadOf(run.entries, []).map(({ n }) => n)
const shownTo = (seq: number) => until(`entry ${seq} is shown`, () => notes.at(-1)?.to.seq === seq)

test('a burst of entries is one show and one note, with every line', async () => {
  tell(...played(acts.starts(), atGate))
  await shownTo(run.made.seq)
  expect(run.made.seq).toBeGreaterThan(3)
  expect(requests.map(({ view }) => view.seq)).toEqual([run.made.seq])
  expect(posted()).toEqual(said())
  expect([notes.length, asked, threads]).toEqual([1, 1, 0])
  await conversations.close()
})

test('a start that finds everything shown asks the platform for nothing; a card that somebody wants anew is drawn', async () => {
  tell(...played(acts.starts(), atGate))
  await shownTo(run.made.seq)
  await conversations.close()
  conversations = opened()
  conversations.again(all())
  await until('it was asked', () => asked === 2)
  conversations.again({ ...all(), evenIfShown: true })
  await until('it is drawn', () => requests.length === 2)
  expect(requests[1]).toMatchObject({ card: `card of ${RUN}`, lines: [], notices: [] })
  await conversations.close()
  expect(requests).toHaveLength(2)
})

test('what a bot that died had not shown is taken from the entries, whether the next start or the next entry comes first', async () => {
  tell(...played(acts.starts()))
  await shownTo(1)
  await conversations.close()
  played(atGate)
  const missed = run.made.seq
  conversations = opened()
  tell(...played(acts.bothApprove))
  await until('it is shown', () => requests.at(-1)?.view.seq === run.made.seq)
  expect(run.made.seq).toBe(missed + 2)
  expect([posted(), threads]).toEqual([said(), 1])
  conversations.again(all())
  await conversations.close()
  expect([posted(), requests.length]).toEqual([said(), 2])
})

test('lines that a platform has not taken are asked for again, those that it has taken are not, over a start as well', async () => {
  const [none, first] = [{ posted: { lines: [], notices: [] } }, (): number => posted()[0] ?? 0]
  answer = async (request) =>
    requests.length === 1 ? { posted: { card: 'c', lines: [first()], notices: [] }, retryAfterMs: 60_000 } : everything(request)
  tell(...played(acts.starts(), atGate))
  await until('a half is noted', () => notes.length === 1)
  expect(notes[0]?.to).toEqual({
    seq: Math.floor((said()[1] ?? 0) / 1000) - 1,
    beyond: expect.any(Array) as number[],
    given: [],
    card: 'c',
    rest: true,
  })
  await conversations.close()
  conversations = opened()
  conversations.again(all())
  await shownTo(run.made.seq)
  expect(requests[1]?.lines.map(({ n }) => n)).toEqual(said().slice(1))
  expect(none.posted.lines).toEqual([])
  await conversations.close()
})

test('a card that a platform could not bring up to date is asked for again, though every line stands, over a start as well', async () => {
  let frozen = true
  answer = async (request) => ({ ...(await everything(request)), ...(frozen && { retryAfterMs: 1 }) })
  tell(...played(acts.starts(), atGate))
  await until('it is asked for again', () => requests.length > 2)
  expect(requests.at(-1)).toMatchObject({ lines: [], notices: [], view: { seq: run.made.seq } })
  await conversations.close()
  const before = requests.length
  conversations = opened()
  conversations.again(all())
  await until('and after a start', () => requests.length > before)
  frozen = false
  await until('it stands', () => notes.at(-1)?.to.rest === undefined)
  await conversations.close()
})

test('many lines that cannot be shown are not kept, and taken from the run when they can be', async () => {
  let down = true
  answer = (request) => (down ? Promise.reject(Object.assign(new Error('down'), { retryAfterMs: 5 })) : everything(request))
  const [start, ...rest] = played(acts.starts(), atGate) as [News, ...News[]]
  const again = Array.from({ length: 600 }, () => start.lines).flat()
  tell({ ...start, lines: again }, ...rest)
  await until('it was tried', () => requests.length > 0)
  down = false
  await shownTo(run.made.seq)
  expect([requests.at(-1)?.lines.map(({ n }) => n), threads > 0]).toEqual([said(), true])
  await conversations.close()
})

test('a run that has ended is over when all of it is shown, and not before; a note that was not taken is written again', async () => {
  let fails = 1
  await conversations.close()
  conversations = opened({ noteShown: () => (fails-- > 0 ? Promise.reject(new Error('the engine hangs')) : Promise.resolve()) })
  answer = async (request) =>
    requests.length === 1 ? { posted: { card: 'c', lines: [], notices: [] }, retryAfterMs: 1 } : everything(request)
  tell(...played(acts.starts(), acts.theEnd))
  await until('it is over', () => notes.some(({ over }) => over))
  expect(notes.filter(({ over }) => over)).toEqual([{ run: RUN, to: { seq: run.made.seq, beyond: [], given: [], card: 'c' }, over: true }])
  expect(posted().slice(-said().length)).toEqual(said())
  await conversations.close()
})

test('progress is drawn while its attempt stands, and noted nowhere', async () => {
  tell(
    ...played(
      acts.starts(),
      acts.until((state) => standingAttempt(state)?.claim !== undefined),
    ),
  )
  await until('it is shown', () => requests.at(-1)?.view.seq === run.made.seq)
  const { order } = standingAttempt(run.made) ?? { order: '' }
  const progress = { run: RUN, order, step: 1, item: 0, percent: 40, text: '40 percent processed.', at: run.now }
  const before = notes.length
  conversations.progress({ ...progress, order: 'another' })
  conversations.progress(progress)
  await until('it is drawn', () => requests.at(-1)?.progress?.percent === 40)
  expect([requests.at(-1)?.lines, notes.length]).toEqual([[], before])
  tell(...played(acts.until((state) => standingAttempt(state)?.order !== order)))
  await until('the rest is shown', () => requests.at(-1)?.view.seq === run.made.seq)
  expect(requests.at(-1)?.progress).toBeUndefined()
  conversations.progress(progress)
  await conversations.close()
  expect(requests.filter((each) => each.progress !== undefined)).toHaveLength(1)
})

test('while a run works, how far it is shown is noted now and then, and at the end of the bot', async () => {
  tell(...played(acts.starts(), atGate))
  await shownTo(run.made.seq)
  const before = notes.length
  run.after = (state, after) => {
    const entry = run.entries.at(-1) as Entry
    const brought = { state: after, from: entry.seq, lines: linesOf(entry, state), notices: [] }
    if (brought.lines.length > 0) news.push(brought)
    else tell(brought)
  }
  const [first, ...rest] = played(
    acts.bothApprove,
    acts.until((state) => standingAttempt(state)?.claim !== undefined),
  ) as [News, ...News[]]
  for (const each of [first, ...rest]) {
    tell(each)
    await until('it is shown', () => requests.at(-1)?.view.seq === each.state.seq)
  }
  expect(run.made.phase).toBe('working')
  expect(notes.length - before).toBeLessThan(1 + rest.length)
  await conversations.close()
  expect(notes.at(-1)?.to.seq).toBe(requests.at(-1)?.view.seq)
})
