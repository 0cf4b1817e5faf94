/**
 * A run lies in the engine's store in pieces, so that a command costs the same however long its log is:
 *
 *   plan/n    what is large and hardly ever changes, as entry n left it
 *   entry/n   entry n, and the heads that pin it
 *   state     everything else, last: it alone says which entry is the newest and which plan counts
 *
 * Of several writes a crash may leave the first ones. A piece that no state counts is nothing, and is written over; one that counts is never written again.
 */
import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import { serde } from '@restatedev/restate-sdk'
import type { Entry, SignedHead } from '../../audit/entry.ts'
import type { RunState } from '../../run/state.ts'
import type { RunSeal, UnreadRun } from './run-seal.ts'

/** A run as its next command finds it. */
export interface StoredRun {
  state: RunState
  /** Version of the rules of its newest entry. */
  rules: number
  /** The entry that left the plan as it stands. */
  plan: number
}

/** What one command adds to a run. */
export interface Added {
  state: RunState
  entry: Entry
  heads: SignedHead[]
}

/** One piece of the log. */
export type LogPiece = Omit<Added, 'state'>

const STATE = 'state'
/** Where all of a run lay up to state version 5. */
const WHOLE = 'run'
const FIXED = ['procedure', 'targets', 'policies', 'people', 'plan', 'values', 'captures'] as const

type Fixed = Pick<RunState, (typeof FIXED)[number]>
type Changing = Omit<StoredRun, 'state'> & { state: Omit<RunState, keyof Fixed> }

export async function readRun(ctx: ObjectSharedContext, seal: RunSeal): Promise<StoredRun | UnreadRun | null> {
  const bytes = await ctx.get<Uint8Array>(STATE, serde.binary)
  if (bytes === null) {
    const whole = await ctx.get<Uint8Array>(WHOLE, serde.binary)
    return whole === null ? null : seal.readWhole(whole)
  }
  const changing = seal.read<Changing>(ctx.key, STATE, bytes)
  if ('unread' in changing) return changing.unread
  const { state, rules, plan } = changing.value
  const fixed = seal.read<Fixed>(ctx.key, planPiece(plan), await ctx.get<Uint8Array>(planPiece(plan), serde.binary))
  return 'unread' in fixed ? fixed.unread : { state: { ...state, ...fixed.value }, rules, plan }
}

/** MUST be one after the other, the state last. Answers the run as it then is. */
export function writeRun(ctx: ObjectContext, seal: RunSeal, before: StoredRun | null, { state, entry, heads }: Added): StoredRun {
  const put = (piece: string, value: object) => ctx.set(piece, seal.write(ctx.key, piece, value), serde.binary)
  const stands = before !== null && FIXED.every((name) => before.state[name] === state[name])
  const plan = stands ? before.plan : entry.seq
  const [fixed, changing] = parted(state)
  if (!stands) put(planPiece(plan), fixed)
  put(entryPiece(entry.seq), { entry, heads } satisfies LogPiece)
  put(STATE, { state: changing, rules: entry.rules, plan } satisfies Changing)
  return { state, rules: entry.rules, plan }
}

/** `altered`: the entry that counts is not there. */
export async function readEntry(ctx: ObjectSharedContext, seal: RunSeal, n: number): Promise<LogPiece | UnreadRun> {
  const piece = seal.read<LogPiece>(ctx.key, entryPiece(n), await ctx.get<Uint8Array>(entryPiece(n), serde.binary))
  return 'unread' in piece ? piece.unread : piece.value
}

function planPiece(n: number): string {
  return `plan/${n}`
}

function entryPiece(n: number): string {
  return `entry/${n}`
}

function parted(state: RunState): [Fixed, Changing['state']] {
  const isFixed = (name: string) => (FIXED as readonly string[]).includes(name)
  const [fixed, changing] = [true, false].map((wanted) =>
    Object.fromEntries(Object.entries(state).filter(([name]) => isFixed(name) === wanted)),
  )
  return [fixed, changing] as unknown as [Fixed, Changing['state']]
}
