import type { Heartbeat } from '../../run/heartbeat.ts'
import { dropLost } from './lost-orders.ts'
import { passWaiting } from './pass-orders.ts'
import type { KnownWorker, SiteAct, SiteState, SiteRules, SiteStep } from './site-state.ts'

const PAST_BOOTS = 50

/** A worker says that it lives. `undefined`: not to be believed, because it is older than what is known. No time of the worker's decides anything here. */
export function takeHeartbeat(state: SiteState, beat: Heartbeat, nowMs: number, rules: SiteRules): SiteStep | undefined {
  const known = state.workers[beat.worker]
  if (known !== undefined && known.pastBoots.includes(beat.boot)) return undefined
  if (known !== undefined && known.boot === beat.boot && beat.seq <= known.seq) return undefined
  const changed = known !== undefined && known.boot !== beat.boot
  const worker: KnownWorker = {
    boot: beat.boot,
    pastBoots: changed ? [known.boot, ...known.pastBoots].slice(0, PAST_BOOTS) : (known?.pastBoots ?? []),
    seq: beat.seq,
    seenMs: nowMs,
    aheadMs: Date.parse(beat.at) - nowMs,
    ...(beat.leaving === true && { leaving: true }),
    documents: beat.documents,
  }
  const noted = noteRunning({ ...state, workers: { ...state.workers, [beat.worker]: worker } }, beat, nowMs)
  const received = beat.leaving === true ? { ...noted, state: takeBack(noted.state, beat) } : noted
  const lost = dropLost(received.state, nowMs, rules)
  const passed = passWaiting(lost.state, nowMs, rules)
  return { state: passed.state, acts: [...received.acts, ...lost.acts, ...passed.acts] }
}

function noteRunning(state: SiteState, beat: Heartbeat, nowMs: number): SiteStep {
  const acts: SiteAct[] = []
  const orders = { ...state.orders }
  for (const { order: key, progress } of beat.running) {
    const known = orders[key]
    if (known?.to?.worker !== beat.worker || known.to.boot !== beat.boot) continue
    const news = progress !== undefined && JSON.stringify(progress) !== JSON.stringify(known.progress)
    if (news) acts.push({ type: 'progress', conversation: known.conversation, progress })
    orders[key] = { ...known, to: { ...known.to, heardMs: nowMs }, ...(news && { progress }) }
  }
  return { state: { ...state, orders }, acts }
}

/** Whoever says goodbye begins nothing any more: what it has not begun waits again, and is another's at once. */
function takeBack(state: SiteState, { worker, boot, running }: Heartbeat): SiteState {
  const begun = new Set(running.map(({ order }) => order))
  const orders = Object.entries(state.orders).map(([key, known]) => {
    const { to, ...waiting } = known
    return [key, to?.worker === worker && to.boot === boot && !begun.has(key) ? waiting : known] as const
  })
  return { ...state, orders: Object.fromEntries(orders) }
}
