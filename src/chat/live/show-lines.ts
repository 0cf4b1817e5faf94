/** Puts a run's lines into its thread: in order, each once, and never beside it. */
import type { SlackApi } from '../slack/web-api/api.ts'
import { markOf, QUIET, type CardAt, type CardContext } from './live-card.ts'
import { findLines, LINES_EVENT, stands } from '../slack/show/posted.ts'
import { lineMessages } from './thread-lines.ts'
import { isForGood, RateLimited, SlackError } from '../slack/web-api/slack-error.ts'

/** Nobody is asked whether the card stands when it was seen to so lately. */
const SEEN_MS = 20_000

/** `posted` takes up `n` of every line that stands in the thread. Stops where the card turns out to be removed: `known.needs` says so. */
export async function postLines(context: CardContext, at: CardAt, posted: number[]): Promise<void> {
  const { request, known } = at
  const { view, conversation } = request
  const lines = request.lines.filter(({ only, n }) => only === undefined && !posted.includes(n))
  const [first] = lines
  const { ts } = known.id
  if (first === undefined || ts === undefined) return
  if (known.doubt || (!known.whole && known.inherited)) await lookUp(context, at, ts, first.at)
  posted.push(...lines.filter(({ n }) => known.lines.has(n)).map(({ n }) => n))
  const missing = lines.filter(({ n }) => !known.lines.has(n))
  if (missing.length > 0 && (await isRemoved(context, at, ts))) return
  for (const { text, ends } of lineMessages(missing)) {
    const metadata = markOf(context, view.run, LINES_EVENT, ends)
    const words = known.moved ? `${view.words.slack.card.moved}\n${text}` : text
    const args = { channel: conversation.channel, thread_ts: ts, text: words, mrkdwn: false, metadata, ...QUIET }
    if (!(await post(context, at, args))) return
    known.moved = false
    for (const n of ends) known.lines.add(n)
    posted.push(...ends)
  }
}

/** Where Slack does not let us look, a line too many is better than one too few. */
async function lookUp(context: CardContext, { request, known }: CardAt, ts: string, since: string): Promise<void> {
  const { view, conversation } = request
  const whose = { installation: context.installation(), run: view.run, identity: await context.session.identity() }
  try {
    const found = await findLines(context.api, whose, conversation.channel, ts, since)
    for (const n of found) known.lines.add(n)
  } catch (cause) {
    if (!isForGood(cause)) throw cause
  }
  known.whole = true
  known.doubt = false
}

async function isRemoved(context: CardContext, { request, known, limits }: CardAt, ts: string): Promise<boolean> {
  if (context.now() - known.seenMs < SEEN_MS) return false
  const there = await stands(context.api, request.conversation.channel, ts, { ...limits(), longestWaitMs: 0 })
  if (there === true) known.seenMs = context.now()
  if (there === false) known.needs = 'removed'
  return there === false
}

/** False: the thread is gone, and nothing of it was said. */
async function post(
  { api, now }: CardContext,
  at: CardAt,
  args: Record<string, unknown> & { channel: string; thread_ts: string },
): Promise<boolean> {
  const { known, limits } = at
  try {
    const answer = await api.call('chat.postMessage', args, limits())
    if (!fellBeside(answer)) {
      known.seenMs = now()
      return true
    }
    known.needs = 'removed'
    await takeBack(api, args.channel, String(answer['ts']))
    return false
  } catch (cause) {
    if (cause instanceof SlackError && !cause.certain) known.doubt = true
    if (isForGood(cause) && (await stands(api, args.channel, args.thread_ts, limits())) === false) {
      known.needs = 'removed'
      return false
    }
    throw cause
  }
}

/** Slack puts an answer to a message that is gone into the channel, and says so by leaving the thread out. */
function fellBeside({ message }: Record<string, unknown>): boolean {
  return typeof message === 'object' && message !== null && !('thread_ts' in message)
}

async function takeBack(api: SlackApi, channel: string, ts: string): Promise<void> {
  try {
    await api.call('chat.delete', { channel, ts }, { longestWaitMs: 3000 })
  } catch (cause) {
    if (!(cause instanceof SlackError) && !(cause instanceof RateLimited)) throw cause
  }
}
