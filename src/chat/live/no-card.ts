import type { AskContext } from './approval-requests.ts'
import { section } from '../slack/render/block.ts'
import type { CardAt } from './live-card.ts'
import { escaped } from '../slack/render/text.ts'
import { isForGood } from '../slack/web-api/slack-error.ts'

/** Whoever started the run was told that its card shows how far it is: where none can be posted, they hear of that, once. */
export async function tellOfNoCard(context: AskContext, { request, known, limits }: CardAt): Promise<void> {
  const { id, ways } = known
  const { view } = request
  const refused = ways.failed('card')?.cause
  if (id.ts !== undefined || id.noCard === true || !isForGood(refused)) return
  const account = context.accountOf(view.requester.id)
  if (account === undefined) return
  const { slack } = context.words(view.requester.id)
  const words = slack.ask.noCard({ run: view.run, fault: slack.fault(refused.fault) })
  const fails = `${view.requester.name}, who started it, does not hear that it has no card.`
  await ways.go({ name: 'no card', fails }, async () => {
    const channel = await context.teller.directTo(account.user)
    const args = { channel, text: escaped(words), blocks: [section(words)], unfurl_links: false }
    await context.api.call('chat.postMessage', args, { ...limits(), longestWaitMs: 3000 })
    id.noCard = true
  })
}
