/** Tells people what the document says to them: a direct message each, once; and says whom it did not reach. */
import type { Notice } from '../../run/view/chat-port.ts'
import { conversationsOf, isSameConversation } from '../../run/view/conversations-of.ts'
import { isOver } from '../tone.ts'
import { found, STILL_TRIED, type AskContext } from './approval-requests.ts'
import { isUnsure, nowSure } from './known-run.ts'
import type { CardAt } from './live-card.ts'
import { isForGood, NoAccount, PlatformError, saysFault, type Says } from './platform-error.ts'

type TellNotice = Extract<Notice, { tells: unknown }>

/** Answers for each whom it could not tell what is said of that. Nobody left: the notice is given. After the run's end nobody is tried again whom nothing reaches. */
export async function tellPeople(context: AskContext, at: CardAt, notice: TellNotice): Promise<{ notTold: Says[]; given: boolean }> {
  const notTold: Says[] = []
  let given = true
  for (const person of notice.people) {
    const left = await tellPerson(context, at, notice, person)
    if (left === undefined) continue
    notTold.push(left.says)
    if (!left.lasts || !isOver(at.request.view.phase)) given = false
  }
  return { notTold, given }
}

async function tellPerson(
  context: AskContext,
  at: CardAt,
  notice: TellNotice,
  person: string,
): Promise<{ says: Says; lasts: boolean } | undefined> {
  const { known } = at
  const name = `${notice.key} ${person}`
  if (known.id.told?.includes(name) === true || isToldElsewhere(context, at, person)) return undefined
  const who = context.people().find(({ id }) => id === person)?.name ?? person
  const fails = `${who} was not told what its document says.`
  const account = context.messages.accountOf(person)
  if (await known.ways.go({ name, fails, wanted: account ?? '' }, () => tellDirectly(context, at, notice, person))) return undefined
  const failed = known.ways.failed(name)
  const lasts = isForGood(failed?.cause)
  if (failed === undefined || (!lasts && failed.failures < 2)) return { says: STILL_TRIED, lasts }
  const { cause } = failed
  return { says: (words) => words.live.card.notTold({ person: who, fault: cause.says(words) }), lasts }
}

/** In the first of the run's conversations on whose platform they have an account; where there is none, its home says that nothing reaches them. */
function isToldElsewhere(context: AskContext, { request: { view, conversation } }: CardAt, person: string): boolean {
  const [home, ...mirrors] = conversationsOf(view)
  const theirs = context.platformsOf(person)
  const where = [home, ...mirrors].find((each) => each !== undefined && theirs.includes(each.platform)) ?? home
  return where !== undefined && !isSameConversation(where, conversation)
}

async function tellDirectly(
  context: AskContext,
  { known, request, place, limits }: CardAt,
  notice: TellNotice,
  person: string,
): Promise<void> {
  const { messages } = context
  const name = `${notice.key} ${person}`
  if (messages.accountOf(person) === undefined) throw new NoAccount(saysFault({ is: 'no-account', platform: messages.platform }))
  limits()
  // A guest has no business with what is done.
  await messages.checkAccount(place, person)
  const to = { person, channel: await messages.openDirect(place, person) }
  const mark = { tells: notice.key, person }
  const take = (): void => {
    known.id.told = [...(known.id.told ?? []), name]
    nowSure(known, name)
  }
  if (isUnsure(known, name)) {
    if ((await found(() => messages.findTold(place, to, mark))) !== undefined) return take()
    nowSure(known, name)
  }
  const { run, title, requester } = request.view
  const says = context.words(person).live.ask.tells({ run, title, requester: requester.name, ...notice.tells })
  try {
    await messages.postDirect(place, to, says, mark, limits())
    take()
  } catch (cause) {
    if (cause instanceof PlatformError && !cause.certain) known.unsure.add(name)
    throw cause
  }
}
