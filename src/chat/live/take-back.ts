/** Keeps true what stands in direct messages: taken back when nobody needs to answer, and led to the card that is there now. */
import { isOpen, type Ask, type AskContext } from './approval-requests.ts'
import { askSaid, overSaid } from './ask-said.ts'
import type { CardAt } from './live-card.ts'
import { isForGood } from './platform-error.ts'

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

/** Deleted, or where the platform does not let us, made to say that it is over. One that is not there any more asks nobody. */
async function takeBack(context: AskContext, { request, limits }: CardAt, { channel, ts, gate, person }: Ask): Promise<void> {
  const { messages } = context
  const to = { person, channel }
  try {
    await messages.removeDirect(to, ts, limits())
  } catch (cause) {
    if (!isForGood(cause)) throw cause
    try {
      await messages.updateDirect(to, ts, overSaid(request.viewIn(context.words(person)), gate), limits())
    } catch (second) {
      if (!isForGood(second)) throw second
      if (!(cause.gone && second.gone)) throw cause
    }
  }
}

async function leadToCard(context: AskContext, { request, known, place, limits }: CardAt, ask: Ask, who: string): Promise<void> {
  const { messages } = context
  const { channel, ts, person, duty = false } = ask
  const card = known.id.ts
  // One of an earlier version does not say which card it links to; it was the one that there is.
  if (ask.thread || card === undefined || ask.card === card || (ask.card === undefined && known.id.renewed === undefined)) return
  await known.ways.go({ name: `link ${ts}`, fails: `the message to ${who} leads to no card.`, wanted: card }, async () => {
    const link = await messages.linkTo(place, card)
    await messages.updateDirect({ person, channel }, ts, askSaid(request.viewIn(context.words(person)), link, duty), limits())
    ask.card = card
  })
}
