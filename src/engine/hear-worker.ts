import type { Heartbeat } from '../run/heartbeat.ts'
import { dropLost } from './lost-orders.ts'
import { passWaiting } from './pass-orders.ts'
import type { KnownWorker, SiteAct, SiteBook, SiteRules, SiteStep } from './site-book.ts'

const PAST_BOOTS = 5

/** A worker says that it lives. `undefined`: not to be believed, because it is older than what is known. */
export function hear(book: SiteBook, beat: Heartbeat, nowMs: number, rules: SiteRules): SiteStep | undefined {
  const known = book.workers[beat.worker]
  if (known !== undefined && known.pastBoots.includes(beat.boot)) return undefined
  if (known !== undefined && known.boot === beat.boot && beat.at <= known.at) return undefined
  const changed = known !== undefined && known.boot !== beat.boot
  const worker: KnownWorker = {
    boot: beat.boot,
    pastBoots: changed ? [known.boot, ...known.pastBoots].slice(0, PAST_BOOTS) : (known?.pastBoots ?? []),
    at: beat.at,
    seenMs: nowMs,
    documents: beat.documents,
  }
  const heard = noteRunning({ ...book, workers: { ...book.workers, [beat.worker]: worker } }, beat, nowMs)
  const lost = dropLost(heard.book, nowMs, rules)
  const passed = passWaiting(lost.book, nowMs, rules)
  return { book: passed.book, acts: [...heard.acts, ...lost.acts, ...passed.acts] }
}

function noteRunning(book: SiteBook, beat: Heartbeat, nowMs: number): SiteStep {
  const acts: SiteAct[] = []
  const orders = { ...book.orders }
  for (const { order: key, progress } of beat.running) {
    const known = orders[key]
    if (known?.to?.worker !== beat.worker || known.to.boot !== beat.boot) continue
    const news = progress !== undefined && JSON.stringify(progress) !== JSON.stringify(known.progress)
    if (news) acts.push({ type: 'progress', conversation: known.conversation, progress })
    orders[key] = { ...known, to: { ...known.to, heardMs: nowMs }, ...(news && { progress }) }
  }
  return { book: { ...book, orders }, acts }
}
