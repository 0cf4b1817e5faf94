/** The one way to Teams' connector: paced by its limits, with no retry but of what only reads, every fault a value that says whether it was done. */
import { setTimeout as pause } from 'node:timers/promises'
import type { TeamsCall } from '../../../words/teams-words.ts'
import type { NoAccount, Paused } from '../../live/platform-error.ts'
import type { BotPort, Calls, Member, Outgoing, Reference } from '../bot-port.ts'
import { AN_HOUR_MS, cardKey, cardSlot, LOOKS, lookKey, slotsOf } from './limits.ts'
import type { RateLimit, Slot } from './rate-limit.ts'
import { isBroken, TeamsError, teamsErrorOf, waits } from './teams-error.ts'
import type { ConnectionState } from '../../live/connection-state.ts'
import { AskedAgain } from '../../live/retried.ts'

export interface CallLimits {
  /** How long the call may wait for its turn; after that it is `Paused`, and nothing was sent. */
  longestWaitMs?: number
}

export type OnCall = (call: TeamsCall, trouble: Paused | NoAccount | TeamsError | undefined) => void

export interface ApiContext {
  port: Pick<BotPort, 'continueIn'>
  rateLimit: RateLimit
  /** Told after each call what became of it. */
  onCall?: OnCall
  /** Lets time pass. */
  wait?: (ms: number) => Promise<unknown>
  /** From 0 to 1, for the pauses: all bots of a tenant shall not come back at once. */
  random?: () => number
}

/** What Teams is left alone for, where it asks for that and does not say how long: twice as long each time. */
const FIRST_PAUSE_MS = 2000
const LONGEST_PAUSE_MS = 60_000
/** They change nothing, so they may be asked twice. */
const READS: ReadonlySet<TeamsCall> = new Set(['member'])
/** After a fault that passes, this conversation is left alone for up to so long. */
const BREATH_MS = 1000

/** Every call rejects with `Paused`, `NoAccount` or `TeamsError`, and nothing else. */
export class TeamsApi {
  private readonly context: Required<ApiContext>
  /** How often in a row Teams asked us to wait, by what the calls are counted under. */
  private readonly throttled = new Map<string, number>()
  private readonly again = new AskedAgain<TeamsCall>((call) => READS.has(call), isBroken)

  constructor(context: ApiContext) {
    this.context = { onCall: () => undefined, wait: (ms) => pause(ms), random: Math.random, ...context }
  }

  /** Answers the new message's id. */
  send(to: Reference, activity: Outgoing, limits: CallLimits = {}): Promise<string> {
    return this.call('send', to, (calls) => calls.send(activity), limits)
  }

  update(at: Reference, id: string, activity: Outgoing, limits: CallLimits = {}): Promise<void> {
    return this.call('update', at, (calls) => calls.update(id, activity), limits)
  }

  /** The update of a run's card: all cards of a conversation share what they may use of its limits. */
  updateCard(at: Reference, id: string, activity: Outgoing, limits: CallLimits = {}): Promise<void> {
    const { rateLimit } = this.context
    const used = rateLimit.used(cardKey(at), AN_HOUR_MS) + rateLimit.used(lookKey(at), AN_HOUR_MS)
    return this.call('update', at, (calls) => calls.update(id, activity), limits, cardSlot(at, used))
  }

  /** The very same content once more, to see whether it stands. Never waits. */
  look(at: Reference, id: string, activity: Outgoing): Promise<void> {
    return this.call('update', at, (calls) => calls.update(id, activity), {}, { key: lookKey(at), windows: LOOKS })
  }

  remove(at: Reference, id: string, limits: CallLimits = {}): Promise<void> {
    return this.call('remove', at, (calls) => calls.remove(id), limits)
  }

  /** Somebody of the conversation, by object id or `29:` id. `NoAccount`: they are not in it. */
  member(of: Reference, id: string, limits: CallLimits = {}): Promise<Member> {
    return this.call('member', of, (calls) => calls.member(id), limits)
  }

  /** The 1:1 chat with somebody of the conversation, by their `29:` id. */
  openDirect(from: Reference, id: string, limits: CallLimits = {}): Promise<Reference> {
    return this.call('create', from, (calls) => calls.openDirect(id), limits)
  }

  private async call<T>(
    call: TeamsCall,
    at: Reference,
    work: (calls: Calls) => Promise<T>,
    limits: CallLimits,
    besides?: Slot,
  ): Promise<T> {
    const slots = [...slotsOf(call, at), ...(besides === undefined ? [] : [besides])]
    const ended = await this.turn(call, slots, limits.longestWaitMs ?? 0)
    const { port, onCall } = this.context
    const key = slots[0]?.key ?? ''
    try {
      const answer = await this.again.ask(call, () => port.continueIn(at, work))
      this.throttled.delete(key)
      onCall(call, undefined)
      return answer
    } catch (thrown) {
      const trouble = this.judged(call, key, thrown)
      onCall(call, trouble)
      throw trouble
    } finally {
      ended()
    }
  }

  /** Waits its turn; a pause that Teams asked for meanwhile counts as well. Answers what is to be called when the call has ended. */
  private async turn(call: TeamsCall, slots: readonly Slot[], longestWaitMs: number): Promise<() => void> {
    const { rateLimit, wait } = this.context
    for (let leftMs = longestWaitMs; ;) {
      const taken = rateLimit.take(slots)
      if ('ended' in taken) return taken.ended
      const { waitMs } = taken
      if (waitMs > leftMs) throw waits(call, waitMs, rateLimit.pausedFor(slots, true) > 0)
      await wait(waitMs)
      leftMs -= waitMs
    }
  }

  private judged(call: TeamsCall, key: string, thrown: unknown): Paused | NoAccount | TeamsError {
    const { rateLimit, random } = this.context
    const times = this.throttled.get(key) ?? 0
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** times)
    const trouble = teamsErrorOf(call, thrown, pauseMs)
    if ('retryAfterMs' in trouble) {
      this.throttled.set(key, times + 1)
      rateLimit.pause(key, trouble.retryAfterMs + random() * BREATH_MS, true)
    } else if (trouble.passes) rateLimit.pause(key, random() * BREATH_MS, false)
    return trouble
  }
}

/** Hears every call, and says what is wrong with Teams as a whole; the ways of the runs say what is wrong with them. */
export function watchCalls(connection: Pick<ConnectionState, 'up' | 'down'>): OnCall {
  return (_, trouble) => {
    if (trouble === undefined) return connection.up('web')
    if (!(trouble instanceof TeamsError)) return
    const { code, status } = trouble
    const ofAll =
      code === 'unreachable' ||
      status === 401 ||
      (status !== undefined && status >= 500) ||
      OF_THE_APP.has(code) ||
      code.startsWith('AADSTS')
    // What is refused in one conversation is answered, and so Teams can be reached.
    if (ofAll) connection.down('web', trouble.message)
    else connection.up('web')
  }
}

/** Whoever is called, whatever for. */
const OF_THE_APP = new Set(['BotNotRegistered', 'BotDisabledByAdmin'])
