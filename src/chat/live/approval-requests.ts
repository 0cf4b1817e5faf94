/** Asks those who can fill an open line of a gate: by a direct message each, else by a mention in the thread; and says whom it did not reach. */
import type { Person } from '../../policy/policy.ts'
import type { Words } from '../../words/words.ts'
import type { SaidRequest } from '../../words/said-port.ts'
import type { SaidView } from '../../words/said-view.ts'
import { conversationsOf } from '../../run/view/conversations-of.ts'
import { askSaid, mentionSaid } from './ask-said.ts'
import { type CardId, isUnsure, nowSure } from './known-run.ts'
import type { CardAt, CardContext } from './live-card.ts'
import type { Asked } from './messages.ts'
import { isForGood, NoAccount, PlatformError, saysFault, type Says } from './platform-error.ts'

export type Ask = CardId['asks'][number]

/** After so many tries that failed, somebody is mentioned in the thread as well. */
const MENTIONED_AFTER = 3

export interface AskContext extends CardContext {
  people(): readonly Person[]
  /** Platforms on which `people.yaml` knows an account of theirs: `slack`, `teams`. */
  platformsOf(person: string): readonly string[]
  /** In whose language somebody is told. */
  words(person: string): Words
}

export interface Asking {
  gate: number
  duty: boolean
  people: string[]
}

/** Could this person still fill a line? Whoever approved already, or is barred, could not. */
export function canStillFill(view: SaidView, gate: number, person: Person | undefined): boolean {
  if (view.gate === undefined || view.gate.number !== gate || person === undefined) return false
  const { lines, barred } = view.gate
  if (lines.some(({ by }) => by.includes(person.name)) || barred.some((each) => each.person === person.name)) return false
  return lines.some(({ from, count, by }) => by.length < count && from.some((group) => person.groups.includes(group)))
}

/** Must this person be asked now, or stay asked? */
export function isOpen(
  context: Pick<AskContext, 'people'>,
  view: SaidView,
  { gate, duty, person }: { gate: number; duty: boolean; person: string },
): boolean {
  if (duty) return view.gate?.number === gate
  return canStillFill(
    view,
    gate,
    context.people().find(({ id }) => id === person),
  )
}

/** Answers for each whom it could not send a direct message what is said of that. Nobody left: the notice is given. */
export async function askPeople(context: AskContext, at: CardAt, asking: Asking): Promise<Says[]> {
  const notTold: Says[] = []
  const { gate, duty } = asking
  for (const person of asking.people) {
    const says = await askPerson(context, at, { gate, duty, person })
    if (says !== undefined) notTold.push(says)
  }
  return notTold
}

function askName({ gate, duty, person }: Asked): string {
  return `ask ${gate}${duty ? ' duty' : ''} ${person}`
}

function mentionName(asked: Asked): string {
  return `mention, ${askName(asked)}`
}

async function askPerson(context: AskContext, at: CardAt, asked: Asked): Promise<Says | undefined> {
  const { known, request } = at
  const { ways, id } = known
  const { gate, duty, person } = asked
  const name = askName(asked)
  const before = id.asks.find((ask) => ask.gate === gate && ask.person === person && (ask.duty ?? false) === duty)
  const open = isOpen(context, request.view, asked)
  if ((before !== undefined && before.thread !== true) || !(open || isUnsure(known, name))) return undefined
  const who = context.people().find(({ id: each }) => each === person)?.name ?? person
  const account = context.messages.accountOf(person)
  if (account === undefined && isLeftToAnother(context, request, person)) return undefined
  const fails = `${who} was sent no direct message that gate ${gate} waits.`
  const told = await ways.go({ name, fails, wanted: account ?? '' }, () => askDirectly(context, at, asked, name))
  const failed = ways.failed(name)
  if (told || !open || failed === undefined) return undefined
  const { cause, failures } = failed
  const lasts = isForGood(cause)
  if (!lasts && failures < 2) return STILL_TRIED
  const notTold: Says = (words) => words.live.card.notTold({ person: who, fault: cause.says(words) })
  // Who has no account here is reached by no mention either.
  if (account === undefined || cause instanceof NoAccount) return notTold
  const late = lasts || failures >= MENTIONED_AFTER
  const mentioning = { name: mentionName(asked), fails: `${who} is not mentioned in the thread either.` }
  const mentioned = before !== undefined || (late && (await ways.go(mentioning, () => mention(context, at, asked))))
  return mentioned ? (words) => words.live.card.mentioned({ person: who, fault: cause.says(words) }) : notTold
}

/** Where the run is shown on another platform on which they have an account, they are asked there. */
function isLeftToAnother(context: AskContext, { view }: SaidRequest, person: string): boolean {
  const theirs = context.platformsOf(person)
  return conversationsOf(view).some(({ platform }) => theirs.includes(platform))
}

/** Not told yet, and nothing to say of it yet either. */
export const STILL_TRIED: Says = () => ''

async function askDirectly(context: AskContext, at: CardAt, asked: Asked, name: string): Promise<void> {
  const { messages } = context
  const { known, request, place, limits } = at
  const { duty, person } = asked
  const { platform } = messages
  if (messages.accountOf(person) === undefined) throw new NoAccount(saysFault({ is: 'no-account', platform }))
  limits()
  // A guest cannot fill a line, and has no business with what is planned.
  await messages.checkAccount(place, person)
  const to = { person, channel: await messages.openDirect(place, person) }
  const take = (ts: string): void => {
    const where = { channel: to.channel, ts, card: known.id.ts ?? '' }
    known.id.asks = [...known.id.asks.filter((ask) => !isSame(ask, asked)), askOf(asked, where)]
    nowSure(known, name)
  }
  if (isUnsure(known, name)) {
    const before = await found(() => messages.findAsk(place, to, asked))
    if (before !== undefined) return take(before)
    nowSure(known, name)
  }
  if (!isOpen(context, request.view, asked)) return
  const link = known.id.ts === undefined ? undefined : await messages.linkTo(place, known.id.ts)
  try {
    take(await messages.postDirect(place, to, askSaid(request.viewIn(context.words(person)), link, duty), asked, limits()))
  } catch (cause) {
    if (cause instanceof PlatformError && !cause.certain) known.unsure.add(name)
    throw cause
  }
}

async function mention({ messages }: AskContext, { known, request, place, limits }: CardAt, asked: Asked): Promise<void> {
  const { ts } = known.id
  const name = mentionName(asked)
  if (ts === undefined) throw new PlatformError(saysFault({ is: 'no-card' }), { code: 'no-card', certain: true })
  const take = (mentionTs: string): void => {
    known.id.asks.push({ ...askOf(asked, { channel: place.channel, ts: mentionTs, card: ts }), thread: true })
    nowSure(known, name)
  }
  if (isUnsure(known, name)) {
    const before = await found(() => messages.findMention(place, ts, asked))
    if (before !== undefined) return take(before)
    nowSure(known, name)
  }
  try {
    take(await messages.mention(place, ts, asked, mentionSaid(request.view, asked.duty, messages.hasThreads(place.channel)), limits()))
  } catch (cause) {
    if (cause instanceof PlatformError && !cause.certain) known.unsure.add(name)
    throw cause
  }
}

/** Where the platform does not let us look, somebody may be asked, or told, twice. */
export async function found(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look()
  } catch (cause) {
    if (isForGood(cause)) return undefined
    throw cause
  }
}

function isSame({ gate, person, duty = false }: Ask, asked: Asked): boolean {
  return gate === asked.gate && person === asked.person && duty === asked.duty
}

function askOf({ gate, person, duty }: Asked, where: Pick<Ask, 'channel' | 'ts' | 'card'>): Ask {
  return { gate, person, ...where, ...(duty ? { duty } : {}) }
}
