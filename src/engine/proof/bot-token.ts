import type { ObjectSharedContext } from '@restatedev/restate-sdk'
import { TerminalError } from '@restatedev/restate-sdk'
import { sha256 } from '../../audit/canonical.ts'
import type { SignedCommand } from '../../run/command.ts'
import type { Secret } from './inside.ts'
import type { BotCall, Part, Sealed } from '../objects.ts'

/** Header of the bot's own calls over the ingress: what it asks now, and the proof that it asks. */
export const BOT_HEADER = 'x-countersign-bot'

/**
 * The bot and its objects know each other, although an engine stands between them in which anybody who reaches its admin interface can register other handlers under our
 * names. `asked` is new for each question, or stands for the event that asks, and `about` tells what was asked: who passes a question on with other words in it gets an
 * answer that is worth nothing.
 */
export interface BotToken {
  header(call: BotCall, key: string, asked: string): Record<string, string>
  /** What the bot asked by this very call; undefined: it was not the bot. */
  asked(ctx: ObjectSharedContext, call: BotCall): string | undefined
  /** Numbers, lists and redrives are nobody's business but the bot's. @throws TerminalError */
  refuseOthers(ctx: ObjectSharedContext, call: BotCall): string
  /** The answer as the bot believes it; as it is for workers, who judge it by their own means. */
  answer<T>(ctx: ObjectSharedContext, call: BotCall, value: T, about?: string): T | Sealed
  /** `undefined`: this is no answer of ours to this question. */
  open<T>(call: BotCall, key: string, asked: string, answer: T | Sealed, about?: string): { value: T } | undefined
}

/** What a command asks for; the same when its event is delivered twice, which only the time tells apart. */
export function aboutCommand(signed: SignedCommand | null): string {
  return sha256(JSON.stringify({ ...signed?.command, at: undefined }))
}

/** From which entry on, and how much of it. */
export function aboutHistory({ from = 1, bytes }: Part): string {
  return `from ${from}, ${bytes ?? 'all'}`
}

/** When it was asked. */
export function aboutNewest(nonce: string): string {
  return `newest at ${nonce}`
}

/** What is known of the run that is to be driven anew, and what it is told. */
export function aboutRedrive(asked: unknown): string {
  return sha256(JSON.stringify(asked ?? null))
}

export function botToken(secret: Secret): BotToken {
  const question = (call: BotCall, key: string) => `asked of ${call} of ${key}`
  const answers = (call: BotCall, key: string, asked: string, about: string) =>
    JSON.stringify([`answer of ${call} of ${key}`, asked, about])
  const only: BotToken = {
    header(call, key, asked) {
      const { said, tag } = secret.seal(question(call, key), asked)
      return { [BOT_HEADER]: `${Buffer.from(said).toString('base64')}.${tag}` }
    },
    asked(ctx, call) {
      const [said = '', tag = ''] = (ctx.request().headers.get(BOT_HEADER) ?? '').split('.')
      return secret.open<string>(question(call, ctx.key), { said: Buffer.from(said, 'base64').toString('utf8'), tag })?.value
    },
    refuseOthers(ctx, call) {
      const asked = only.asked(ctx, call)
      if (asked === undefined) throw new TerminalError('Only the bot may ask this.', { errorCode: 403 })
      return asked
    },
    answer(ctx, call, value, about = '') {
      const asked = only.asked(ctx, call)
      return asked === undefined ? value : secret.seal(answers(call, ctx.key, asked, about), value)
    },
    open: <T>(call: BotCall, key: string, asked: string, answer: T | Sealed, about = '') =>
      secret.open<T>(answers(call, key, asked, about), answer),
  }
  return only
}
