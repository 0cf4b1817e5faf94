/** Keeps true what stands in direct messages: taken back when nobody needs to answer, and led to the card that is there now. */
import { askMessage, overMessage } from '../slack/show/ask-message.ts'
import { isOpen, type Ask, type AskContext } from './approval-requests.ts'
import type { CardAt } from './live-card.ts'
import { linkTo } from '../slack/session.ts'
import { isForGood, SlackError } from '../slack/web-api/slack-error.ts'

/** Each message is a way of its own; those that are still to be taken back stay in `known.id.asks`. */
export async function takeBackAsks(context: AskContext, at: CardAt): Promise<void> {
  const { known, request } = at
  const { view } = request
  for (const ask of known.id.asks) {
    const { ts, person, gate, duty = false } = ask
    const open = isOpen(context, view, { gate, duty, person })
    const who = context.people().find(({ id }) => id === person)?.name ?? person
    if (open) await leadToCard(context, at, ask, who)
    else if (
      ask.thread ||
      (await known.ways.go({ name: `back ${ts}`, fails: `${who} still has a message that gate ${gate} waits.` }, () =>
        takeBack(context, at, ask),
      ))
    ) {
      known.id.asks = known.id.asks.filter((each) => each !== ask)
    }
  }
}

/** Deleted, or where Slack does not let us, made to say that it is over. One that is not there any more asks nobody. */
async function takeBack(context: AskContext, { request, limits }: CardAt, { channel, ts, gate, person }: Ask): Promise<void> {
  const { api } = context
  try {
    await api.call('chat.delete', { channel, ts }, { ...limits(), longestWaitMs: 3000 })
  } catch (cause) {
    if (!isForGood(cause)) throw cause
    try {
      await api.call('chat.update', { channel, ts, ...overMessage(request.viewIn(context.words(person)), gate) }, limits())
    } catch (second) {
      const gone = cause.code === 'message_not_found' && second instanceof SlackError && second.code === 'message_not_found'
      if (!gone) throw isForGood(second) ? cause : second
    }
  }
}

async function leadToCard(context: AskContext, { request, known, limits }: CardAt, ask: Ask, who: string): Promise<void> {
  const { channel, ts } = ask
  const card = known.id.ts
  // One of an earlier version does not say which card it links to; it was the one that there is.
  if (ask.thread || card === undefined || ask.card === card || (ask.card === undefined && known.id.renewed === undefined)) return
  await known.ways.go({ name: `link ${ts}`, fails: `the message to ${who} leads to no card.`, wanted: card }, async () => {
    const link = linkTo(await context.session.identity(), request.conversation.channel, card)
    await context.api.call(
      'chat.update',
      { channel, ts, ...askMessage(request.viewIn(context.words(ask.person)), link, ask.duty ?? false) },
      limits(),
    )
    ask.card = card
  })
}
