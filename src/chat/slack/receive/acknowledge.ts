import type { Ack, SlackContext } from '../context.ts'

/**
 * Answers Slack; false where it has gone meanwhile, as a connection of Socket Mode may. What was done stands, so whoever did it must hear of it
 * on another way: Slack brings the event again, but it is not done again.
 */
export async function acknowledge({ log }: Pick<SlackContext, 'log'>, ack: Ack, response?: Record<string, unknown>): Promise<boolean> {
  try {
    await ack(response)
    return true
  } catch (cause) {
    log.warn({ err: cause }, 'Slack was gone before it could be answered')
    return false
  }
}
