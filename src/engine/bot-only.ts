import type { KeyObject } from 'node:crypto'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { TerminalError } from '@restatedev/restate-sdk'
import type { Context } from '@restatedev/restate-sdk'

/** Header of the bot's own calls over the ingress, where a handler has no signed command to judge. */
export const BOT_HEADER = 'x-countersign-bot'

/** Derived from the head key, so that it needs no file and no configuration of its own. */
export function botToken(head: KeyObject): string {
  return createHmac('sha256', head.export({ type: 'pkcs8', format: 'der' }))
    .update('countersign bot')
    .digest('hex')
}

/** Numbers, lists and redrives are nobody's business but the bot's; they decide nothing, so a token is enough. */
export function refuseStrangers(ctx: Context, token: string): void {
  const given = Buffer.from(ctx.request().headers.get(BOT_HEADER) ?? '')
  const wanted = Buffer.from(token)
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return
  throw new TerminalError('Only the bot may ask this.', { errorCode: 403 })
}
