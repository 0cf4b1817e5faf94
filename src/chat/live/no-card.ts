import { isSameConversation } from '../../run/view/conversations-of.ts'
import type { AskContext } from './approval-requests.ts'
import type { CardAt } from './live-card.ts'
import { isForGood } from './platform-error.ts'

/** Whoever started the run was told that its card shows how far it is: where none can be posted, they hear of that, once. */
export async function tellOfNoCard(context: AskContext, { request, known, place, limits }: CardAt): Promise<void> {
  const { messages } = context
  const { id, ways } = known
  const { run, requester, conversation } = request.view
  const refused = ways.failed('card')?.cause
  // A mirror is the matter of whoever asked for it, and a trouble that the console names.
  if (!isSameConversation(conversation, request.conversation)) return
  if (id.ts !== undefined || id.noCard === true || !isForGood(refused)) return
  if (messages.accountOf(requester.id) === undefined) return
  const words = context.words(requester.id)
  const says = words.live.ask.noCard({ run, fault: refused.says(words) })
  const fails = `${requester.name}, who started it, does not hear that it has no card.`
  await ways.go({ name: 'no card', fails }, async () => {
    const to = { person: requester.id, channel: await messages.openDirect(place, requester.id) }
    await messages.postDirect(place, to, says, undefined, limits())
    id.noCard = true
  })
}
