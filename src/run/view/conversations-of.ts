import type { ConversationAt } from '../command.ts'

interface Shown {
  conversation: ConversationAt
  mirrors: readonly ConversationAt[]
}

/** Every conversation that shows a run: its home, then its mirrors in the order in which they came. */
export function conversationsOf({ conversation, mirrors }: Shown): ConversationAt[] {
  return [conversation, ...mirrors]
}

export function isSameConversation(one: ConversationAt, other: ConversationAt): boolean {
  return one.platform === other.platform && one.channel === other.channel
}

/** Is the run shown there? */
export function isShownIn(shown: Shown, where: ConversationAt): boolean {
  return conversationsOf(shown).some((each) => isSameConversation(each, where))
}

/** Is this the first conversation of its platform in which the run is shown? There people are asked, so that nobody is asked twice. */
export function isFirstOfPlatform(shown: Shown, where: ConversationAt): boolean {
  const first = conversationsOf(shown).find(({ platform }) => platform === where.platform)
  return first !== undefined && isSameConversation(first, where)
}
