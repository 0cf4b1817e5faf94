import type { KeyObject } from 'node:crypto'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context, ObjectSharedContext, Serde } from '@restatedev/restate-sdk'
import { serde, TerminalError } from '@restatedev/restate-sdk'
import { derivedKey } from '../keys/derived-key.ts'
import type { Strangers } from './strangers.ts'
import type { InsideCall, InsideCalls, Sealed } from '../objects.ts'

/**
 * How our objects know each other. Whoever reaches the engine's admin interface can register a service of his own that calls any handler of ours, and the engine signs
 * that call as it signs ours: so each message carries a tag that only this bot can make. One that is repeated later MUST be harmless where it is heard.
 */
export interface Inside {
  /** What is said to a handler from outside of a call. */
  sealed<C extends InsideCall>(call: C, key: string, body: InsideCalls[C]): Sealed
  send<C extends InsideCall>(ctx: Context, call: C, key: string, body: InsideCalls[C], delayMs?: number): void
  /** @throws TerminalError for what this bot did not say to this very handler. */
  received<C extends InsideCall>(ctx: ObjectSharedContext, call: C, arrived: unknown): InsideCalls[C]
}

export function inside(secret: Secret, strangers: Strangers): Inside {
  const sealed = <C extends InsideCall>(call: C, key: string, body: InsideCalls[C]) => secret.seal(addressee(call, key), body)
  return {
    sealed,
    send(ctx, call, key, body, delayMs = 0) {
      const [service = '', method = ''] = call.split('/')
      const parameter = sealed(call, key, body)
      ctx.genericSend({ service, method, key, parameter, inputSerde: serde.json as Serde<Sealed>, delay: Math.max(0, delayMs) })
    },
    received<C extends InsideCall>(ctx: ObjectSharedContext, call: C, arrived: unknown) {
      const body = secret.open<InsideCalls[C]>(addressee(call, ctx.key), arrived)
      if (body !== undefined) return body.value
      const [object = '', handler = ''] = call.split('/')
      const sentence = `${object}/${ctx.key}/${handler} was called by something that is not this bot: nothing was done for it.`
      strangers.noticed(call, sentence)
      throw new TerminalError(sentence, { errorCode: 403 })
    },
  }
}

/** Of the message's purpose, too: a tag of one kind is worth nothing as another. */
function addressee(call: InsideCall, key: string): string {
  return `said to ${call} of ${key}`
}

export interface Secret {
  seal(to: string, value: unknown): Sealed
  open<T>(to: string, arrived: unknown): { value: T } | undefined
}

/** `purpose` keeps secrets of one key apart. */
export function secretOf(key: KeyObject, purpose: string): Secret {
  const secret = derivedKey(key, purpose)
  const tagOf = (to: string, said: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([to, said]))
      .digest()
  return {
    seal(to, value) {
      const said = JSON.stringify(value)
      return { said, tag: tagOf(to, said).toString('base64') }
    },
    open<T>(to: string, arrived: unknown) {
      const { said, tag } = (arrived ?? {}) as { said?: unknown; tag?: unknown }
      if (typeof said !== 'string' || typeof tag !== 'string') return undefined
      const given = Buffer.from(tag, 'base64')
      const wanted = tagOf(to, said)
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
      return { value: JSON.parse(said) as T }
    },
  }
}
