import type { ObjectSharedContext } from '@restatedev/restate-sdk'
import { TerminalError } from '@restatedev/restate-sdk'
import type { Sealed, Secret } from './inside.ts'

/** Header of the bot's own calls over the ingress: what it asks now, and the proof that it asks. */
export const BOT_HEADER = 'x-countersign-bot'

/** What the bot asks of the engine over the ingress. */
export type BotCall = 'Run/command' | 'Run/history' | 'Run/view' | 'Run/redrive' | 'Runs/next' | 'Runs/list'

/**
 * The bot and its objects know each other, although an engine stands between them in which anybody who reaches its admin interface can register other handlers under our
 * names. `asked` is new for each question, or stands for the event that asks: an answer is worth nothing for another question.
 */
export interface BotOnly {
  header(call: BotCall, key: string, asked: string): Record<string, string>
  /** What the bot asked by this very call; undefined: it was not the bot. */
  asked(ctx: ObjectSharedContext, call: BotCall): string | undefined
  /** Numbers, lists and redrives are nobody's business but the bot's. @throws TerminalError */
  refuseOthers(ctx: ObjectSharedContext, call: BotCall): string
  /** The answer as the bot believes it; as it is for workers, who judge it by their own means. */
  answer<T>(ctx: ObjectSharedContext, call: BotCall, value: T): T | Sealed
  /** `undefined`: this is no answer of ours to this question. */
  open<T>(call: BotCall, key: string, asked: string, answer: T | Sealed): { value: T } | undefined
}

export function botOnly(secret: Secret): BotOnly {
  const question = (call: BotCall, key: string) => `asked of ${call} of ${key}`
  const answers = (call: BotCall, key: string, asked: string) => JSON.stringify([`answer of ${call} of ${key}`, asked])
  const only: BotOnly = {
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
    answer(ctx, call, value) {
      const asked = only.asked(ctx, call)
      return asked === undefined ? value : secret.seal(answers(call, ctx.key, asked), value)
    },
    open: <T>(call: BotCall, key: string, asked: string, answer: T | Sealed) => secret.open<T>(answers(call, key, asked), answer),
  }
  return only
}
