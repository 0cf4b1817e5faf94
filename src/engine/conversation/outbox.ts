import type { Notice, Shown } from '../../run/view/chat-port.ts'
import { LINES_PER_ENTRY } from '../../run/thread/lines.ts'
import type { Progress, RunView, ThreadLine } from '../../run/view/view.ts'

/** How far people have seen a run: what its conversation remembers over a start. What is missing is taken from the run's own entries. */
export interface ShownTo {
  /** Every line of this entry, and of all before it, stands in the thread. */
  seq: number
  /** `n` of the lines of later entries that stand there already. */
  beyond: number[]
  /** Keys of the notices that were given. */
  given: string[]
  /** The platform's id of the card. */
  card?: string
  /** The platform has put something off: its card may say less than this entry. */
  rest?: true
}

/** `conversation`: its key. */
export interface ShownRunIn {
  conversation: string
  run: string
  to: ShownTo
}

/** Where it is remembered over a start how far a run is shown: in the engine. */
export interface ShownMemory {
  shown(conversation: string, run: string): Promise<ShownTo | null>
  /** `over`: the run has ended, and all of it is shown, here and in all its conversations. */
  noteShown(conversation: string, note: { run: string; to: ShownTo; over: boolean }): Promise<void>
}

export const NOTHING_SHOWN: Readonly<ShownTo> = { seq: 0, beyond: [], given: [] }

/** What is wanted of one run in one conversation, and how much of it people have seen. */
export interface ShownRun {
  view: RunView
  /** Lines not posted yet, by rising `n`. */
  lines: ThreadLine[]
  notices: Notice[]
  progress?: Progress
  to: ShownTo
}

/** What a run asks to have shown. */
export interface Put {
  view: RunView
  lines: ThreadLine[]
  notices: Notice[]
}

/** What is wanted now: a newer view replaces an older one, lines and notices are said once. */
export function putInto(known: ShownRun | null, put: Put, to: ShownTo = known?.to ?? NOTHING_SHOWN): ShownRun {
  const view = known !== null && known.view.seq > put.view.seq ? known.view : put.view
  const lines = new Map([...(known?.lines ?? []), ...put.lines].filter((line) => !stands(to, line)).map((line) => [line.n, line]))
  const notices = new Map(
    [...(known?.notices ?? []), ...put.notices].filter(({ key }) => !to.given.includes(key)).map((notice) => [notice.key, notice]),
  )
  const progress = known?.progress?.order === view.running?.order ? known?.progress : undefined
  return {
    view,
    lines: [...lines.values()].toSorted((a, b) => a.n - b.n),
    notices: [...notices.values()],
    ...(progress && { progress }),
    to,
  }
}

/** Is all that is wanted there already? */
export function isShown({ view, lines, notices, to }: ShownRun): boolean {
  return to.card !== undefined && to.rest === undefined && to.seq === view.seq && lines.length === 0 && notices.length === 0
}

/** After a try: what was posted is not asked for again. */
export function shownOf(known: ShownRun, { posted, retryAfterMs }: Shown): ShownRun {
  const lines = known.lines.filter(({ n }) => !posted.lines.includes(n))
  const notices = known.notices.filter(({ key }) => !posted.notices.includes(key))
  const [first] = lines
  const seq = first === undefined ? known.view.seq : entryOf(first) - 1
  const beyond = [...known.to.beyond, ...posted.lines].filter((n) => entryOf({ n }) > seq)
  const card = posted.card ?? known.to.card
  const to = {
    seq,
    beyond,
    given: [...known.to.given, ...posted.notices],
    ...(card !== undefined && { card }),
    ...(retryAfterMs !== undefined && { rest: true as const }),
  }
  return { ...known, lines, notices, to }
}

function stands({ seq, beyond }: ShownTo, line: { n: number }): boolean {
  return entryOf(line) <= seq || beyond.includes(line.n)
}

/** The entry that a line is of. */
export function entryOf({ n }: { n: number }): number {
  return Math.floor(n / LINES_PER_ENTRY)
}
