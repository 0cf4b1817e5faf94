/** The bot's end at the worst moment: Slack has carried out a call, and nobody has written down that it did. */
import { setTimeout as pause } from 'node:timers/promises'
import { untilListening, type SlackHouse } from './slack-installation.ts'
import type { ApiCall } from './stand-in/call.ts'

const HEARD_MS = 5_000

/** Ends the bot with SIGKILL while Slack has carried out the first call that fits, and has not answered it; then starts it again. The call is returned. */
export async function killedAt(slack: SlackHouse, fits: (call: ApiCall) => boolean, lead: () => Promise<unknown>): Promise<ApiCall> {
  const { api } = slack.workspace
  const { promise: until, resolve: release } = Promise.withResolvers<void>()
  const { promise: done, resolve: carriedOut } = Promise.withResolvers<void>()
  let held: ApiCall | undefined
  api.faults = (call) => {
    if (held || !fits(call)) return undefined
    held = call
    return { type: 'hold', until, carriedOut }
  }
  // What was asked for may fail with the bot that dies meanwhile.
  const leading = lead().catch(() => undefined)
  await done
  const { pid } = slack.installation.bot
  slack.installation.bot.kill('SIGKILL')
  await slack.installation.bot.gone
  if (isAlive(pid)) throw new Error('the bot lives on')
  release()
  delete api.faults
  // Of what it had acknowledged a bot that is gone says nothing more; what it said before is heard by then.
  await Promise.race([leading, pause(HEARD_MS)])
  await slack.installation.startBot()
  await untilListening(slack.url)
  if (!held?.answer?.ok) throw new Error('Slack did not carry out the call that the bot died of')
  return held
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
