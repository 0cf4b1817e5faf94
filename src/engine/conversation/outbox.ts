import type { Notice, Shown } from '../../run/view/chat-port.ts'
import type { Progress, RunView, ThreadLine } from '../../run/view/view.ts'

/** What is wanted of one run in one conversation, and how much of it people have seen. */
export interface ShownRun {
  view: RunView
  /** The thread's outbox: lines not posted yet. */
  lines: ThreadLine[]
  notices: Notice[]
  progress?: Progress
  card?: string
  /** `n` of every line that was posted, keys of every notice that was given. */
  posted: number[]
  given: string[]
}

/** What a run asks to have shown. */
export interface Put {
  view: RunView
  lines: ThreadLine[]
  notices: Notice[]
  /** Nothing is shown where all of it stands already. */
  onlyNews?: boolean
}

/** The card as wanted now: a newer view replaces an older one, lines and notices are said once. */
export function putInto(known: ShownRun | null, put: Put): ShownRun {
  const posted = known?.posted ?? []
  const given = known?.given ?? []
  const view = known !== null && known.view.seq > put.view.seq ? known.view : put.view
  const lines = new Map([...(known?.lines ?? []), ...put.lines].filter(({ n }) => !posted.includes(n)).map((line) => [line.n, line]))
  const notices = new Map(
    [...(known?.notices ?? []), ...put.notices].filter(({ key }) => !given.includes(key)).map((notice) => [notice.key, notice]),
  )
  const progress = known?.progress?.order === view.running?.order ? known?.progress : undefined
  return {
    view,
    lines: [...lines.values()].toSorted((a, b) => a.n - b.n),
    notices: [...notices.values()],
    ...(progress && { progress }),
    ...(known?.card !== undefined && { card: known.card }),
    posted,
    given,
  }
}

/** Is all that is wanted there already? */
export function isShown(known: ShownRun | null, wanted: ShownRun): boolean {
  return known?.card !== undefined && known.view.seq === wanted.view.seq && wanted.lines.length === 0 && wanted.notices.length === 0
}

/** Progress of the attempt that runs; of any other it is too late to be shown. */
export function progressInto(known: ShownRun | null, progress: Progress): ShownRun | undefined {
  if (known === null || known.view.running?.order !== progress.order) return undefined
  return { ...known, progress }
}

/** After a try: what was posted is not asked for again. */
export function shownOf(known: ShownRun, { posted }: Shown): ShownRun {
  const lines = known.lines.filter(({ n }) => !posted.lines.includes(n))
  const notices = known.notices.filter(({ key }) => !posted.notices.includes(key))
  const card = posted.card ?? known.card
  return {
    ...known,
    lines,
    notices,
    ...(card !== undefined && { card }),
    posted: [...known.posted, ...posted.lines],
    given: [...known.given, ...posted.notices],
  }
}
