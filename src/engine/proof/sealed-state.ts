import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import { TerminalError } from '@restatedev/restate-sdk'
import { STATE_VERSION, stateNamed } from '../../audit/state-version.ts'
import type { Secret } from './inside.ts'
import type { Strangers } from './strangers.ts'

/** What lies in the store: the value, how often it was written, in which form, and the proof that this bot wrote it in this place. */
interface Kept {
  stateVersion: number
  version: number
  value: unknown
}

/**
 * What our objects keep in the engine's store. Whoever reaches the engine's admin interface can put any state there, or take it away: what this bot did not write in
 * that very place is not read, and neither is an older one than this process has written or read itself; the newest that it knows stands in its place.
 * What another release of this bot wrote in another form ends the call: counted as empty, a lock would be given away. Each of these throws TerminalError for it.
 */
export interface SealedState {
  /** Of calls that have the object for themselves. `null`: nothing was ever written. */
  read<T>(ctx: ObjectContext, object: string, name: string): Promise<T | null>
  write(ctx: ObjectContext, object: string, name: string, value: unknown): Promise<void>
  forget(ctx: ObjectContext, object: string, name: string): void
  /** Beside a call that may be writing: what is older is no sign of anything. */
  readShared<T>(ctx: ObjectSharedContext, object: string, name: string): Promise<T | null>
  /** What was found in the store elsewhere than in a call; `undefined`: this bot did not write it in that place. */
  opened<T>(object: string, key: string, name: string, raw: unknown): T | undefined
  /** That it is of this bot, and of another release's form: the state version that it names, or whatever stands there instead. Throws nothing. */
  otherVersion(object: string, key: string, name: string, raw: unknown): { names: unknown } | undefined
  /** Names under which this process has written or read something of this object, whether or not they are still in the store. */
  names(object: string, key: string): string[]
}

/** `remembers`: whether this process knows the newest itself. */
export function sealedState(secret: Secret, strangers: Strangers, { remembers } = { remembers: true }): SealedState {
  /** By the call: one that is carried out again after a fault must read what it read before. */
  const written = new Map<string, Kept & { by: string; name: string }>()

  const open = (object: string, key: string, name: string, raw: unknown) => secret.open<Kept>(place(object, key, name), raw)?.value

  const stored = async (ctx: ObjectSharedContext, object: string, name: string): Promise<Kept | null | 'altered'> => {
    const raw = await ctx.get<unknown>(name)
    if (raw === null) return null
    const kept = open(object, ctx.key, name, raw)
    const other = ofOther(kept)
    if (other !== undefined) throw new TerminalError(otherState(object, ctx.key, other.names), { errorCode: 409 })
    return kept ?? 'altered'
  }

  const judged = async (ctx: ObjectSharedContext, object: string, name: string, beside: boolean): Promise<Kept | null> => {
    const kept = await stored(ctx, object, name)
    const known = written.get(place(object, ctx.key, name))
    const newest = known !== undefined && (beside || known.by !== callOf(ctx)) ? known : undefined
    const older = newest !== undefined && (kept === null || (kept !== 'altered' && kept.version < newest.version))
    if (kept !== 'altered' && !(older && !beside)) {
      // Beside a call that was cut off, what it has written may be seen: remembered here, it would lead that call's repetition another way.
      if (remembers && !beside && kept !== null && kept.version > (known?.version ?? 0)) {
        written.set(place(object, ctx.key, name), { ...kept, by: callOf(ctx), name })
      }
      return older ? newest : kept
    }
    const what = kept === 'altered' ? 'is not what this bot wrote there' : 'is older than what this bot wrote there'
    const then = newest === undefined ? 'it counts as empty' : 'what the bot remembers counts'
    strangers.noticed(`state of ${object}`, `The state "${name}" of ${object}/${ctx.key} in the engine's store ${what}: ${then}.`)
    return newest ?? null
  }

  return {
    read: async <T>(ctx: ObjectContext, object: string, name: string) => ((await judged(ctx, object, name, false))?.value as T) ?? null,
    readShared: async <T>(ctx: ObjectSharedContext, object: string, name: string) =>
      ((await judged(ctx, object, name, true))?.value as T) ?? null,
    async write(ctx, object, name, value) {
      const here = place(object, ctx.key, name)
      const before = await stored(ctx, object, name)
      const version = Math.max(before === null || before === 'altered' ? 0 : before.version, otherCalls(here, ctx)) + 1
      const made: Kept = { stateVersion: STATE_VERSION, version, value }
      if (remembers) written.set(here, { ...made, by: callOf(ctx), name })
      ctx.set(name, secret.seal(here, made))
    },
    forget(ctx, object, name) {
      written.delete(place(object, ctx.key, name))
      ctx.clear(name)
    },
    opened: <T>(object: string, key: string, name: string, raw: unknown) => {
      const kept = open(object, key, name, raw)
      return ofOther(kept) === undefined ? (kept?.value as T | undefined) : undefined
    },
    otherVersion: (object, key, name, raw) => ofOther(open(object, key, name, raw)),
    names: (object, key) => [...written].filter(([here, { name }]) => here === place(object, key, name)).map(([, { name }]) => name),
  }

  function otherCalls(here: string, ctx: ObjectContext): number {
    const known = written.get(here)
    return known === undefined || known.by === callOf(ctx) ? 0 : known.version
  }
}

/** What it names, where it is of another release's form. */
function ofOther(kept: Kept | undefined): { names: unknown } | undefined {
  return kept === undefined || kept.stateVersion === STATE_VERSION ? undefined : { names: kept.stateVersion }
}

function place(object: string, key: string, name: string): string {
  return JSON.stringify(['state', object, key, name])
}

/** That something of ours lies in the store as another release writes it. `theirs`: the number that it names, or whatever stands there instead. */
export function otherState(object: string, key: string, theirs: unknown): string {
  return `${object}/${key} in the engine's store names ${stateNamed(theirs)}, and this bot reads version ${STATE_VERSION}: it is not read as if it were its own.`
}

/** The same however often the call is carried out. */
export function callOf(ctx: ObjectSharedContext): string {
  return Buffer.from(ctx.request().id).toString('hex')
}
