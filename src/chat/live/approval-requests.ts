/** Asks those who can fill an open line of a gate: by a direct message each, else by a mention in the thread; and says whom it did not reach. */
import type { Person } from '../../policy/policy.ts'
import type { SlackFault } from '../../words/slack-words.ts'
import type { Words } from '../../words/words.ts'
import type { SaidView } from '../../words/said-view.ts'
import type { Accounts, AccountIds } from '../slack/account.ts'
import { askMessage, mentionMessage } from '../slack/show/ask-message.ts'
import type { CardId } from './card-id.ts'
import { isUnsure, nowSure } from './known-run.ts'
import { QUIET, type CardAt, type CardContext } from './live-card.ts'
import { ASK_EVENT, findAsk, type Mark } from '../slack/show/posted.ts'
import { linkTo } from '../slack/session.ts'
import type { Teller } from '../slack/show/tell-one-person.ts'
import { isForGood, SlackError } from '../slack/web-api/slack-error.ts'

export type Ask = CardId['asks'][number]

/** How old Slack's word about an account may be when somebody is asked. */
const ASKED_AGE_MS = 60_000
/** After so many tries that failed, somebody is mentioned in the thread as well. */
const MENTIONED_AFTER = 3

export interface AskContext extends CardContext {
  accounts: Pick<Accounts, 'standing'>
  teller: Pick<Teller, 'directTo' | 'forget'>
  /** The Slack account of a person of `people.yaml`. */
  accountOf(person: string): AccountIds | undefined
  people(): readonly Person[]
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

/** Answers whom it could not send a direct message, a sentence each. Nobody left: the notice is given. */
export async function askPeople(context: AskContext, at: CardAt, asking: Asking): Promise<string[]> {
  const notTold: string[] = []
  for (const person of asking.people) {
    const says = await askPerson(context, at, { ...asking, person })
    if (says !== undefined) notTold.push(says)
  }
  return notTold
}

type Asked = Omit<Asking, 'people'> & { person: string }

function askName({ gate, duty, person }: Asked): string {
  return `ask ${gate}${duty ? ' duty' : ''} ${person}`
}

function mentionName(asked: Asked): string {
  return `mention, ${askName(asked)}`
}

async function askPerson(context: AskContext, at: CardAt, asked: Asked): Promise<string | undefined> {
  const { known, request } = at
  const { ways, id } = known
  const { gate, duty, person } = asked
  const name = askName(asked)
  const before = id.asks.find((ask) => ask.gate === gate && ask.person === person && (ask.duty ?? false) === duty)
  const open = isOpen(context, request.view, asked)
  if ((before !== undefined && before.thread !== true) || !(open || isUnsure(known, name))) return undefined
  const who = context.people().find(({ id: each }) => each === person)?.name ?? person
  const account = context.accountOf(person)
  const fails = `${who} was sent no direct message that gate ${gate} waits.`
  const wanted = account === undefined ? '' : `${account.team}/${account.user}`
  const told = await ways.go({ name, fails, wanted }, () => askDirectly(context, at, asked, name))
  const failed = ways.failed(name)
  if (told || !open || failed === undefined) return undefined
  const { cause, failures } = failed
  const { slack } = request.view.words
  const { card: says } = slack
  const fault = slack.fault(cause.fault)
  const lasts = isForGood(cause)
  if (!lasts && failures < 2) return STILL_TRIED
  // Who has no account here is reached by no mention either.
  if (account === undefined || cause instanceof NoAccount) return says.notTold({ person: who, fault })
  const late = lasts || failures >= MENTIONED_AFTER
  const mentioning = { name: mentionName(asked), fails: `${who} is not mentioned in the thread either.` }
  const mentioned = before !== undefined || (late && (await ways.go(mentioning, () => mention(context, at, asked, account.user))))
  return mentioned ? says.mentioned({ person: who, fault }) : says.notTold({ person: who, fault })
}

/** Not told yet, and nothing to say of it yet either. */
export const STILL_TRIED = ''

/** Nobody to send anything to: another way would not reach them either. */
class NoAccount extends SlackError {
  constructor(fault: SlackFault) {
    super('no-account', fault, true, undefined)
  }
}

async function askDirectly(context: AskContext, at: CardAt, asked: Asked, name: string): Promise<void> {
  const { known, request, limits } = at
  const { view, conversation } = request
  const { duty, person } = asked
  const account = context.accountOf(person)
  if (account === undefined) throw new NoAccount({ is: 'no-account' })
  limits()
  const identity = await context.session.identity()
  // people.yaml does not name the Grid; whether the account is of this one, Slack says itself.
  const ours = identity.enterprise === undefined ? account : { ...account, enterprise: identity.enterprise }
  const unfit = await context.accounts.standing(ours, ASKED_AGE_MS)
  // A guest cannot fill a line, and has no business with what is planned.
  if (unfit) throw new NoAccount({ is: 'unfit', because: unfit })
  const channel = await context.teller.directTo(account.user)
  const take = (ts: string): void => {
    known.id.asks = [...known.id.asks.filter((ask) => !isSame(ask, asked)), askOf(asked, { channel, ts, card: known.id.ts ?? '' })]
    nowSure(known, name)
  }
  if (isUnsure(known, name)) {
    const whose = { installation: context.installation(), run: view.run, identity }
    const before = await found(() => findAsk(context.api, whose, { channel }, asked, view.startedAt))
    if (before !== undefined) return take(before)
    nowSure(known, name)
  }
  if (!isOpen(context, view, asked)) return
  const link = known.id.ts === undefined ? undefined : linkTo(identity, conversation.channel, known.id.ts)
  try {
    const answer = await context.api.call(
      'chat.postMessage',
      {
        channel,
        ...askMessage(request.viewIn(context.words(person)), link, duty),
        metadata: markOf(context, view.run, asked),
        unfurl_links: false,
      },
      { ...limits(), longestWaitMs: 3000 },
    )
    take(String(answer['ts']))
  } catch (cause) {
    if (cause instanceof SlackError && !cause.certain) known.unsure.add(name)
    if (isForGood(cause)) context.teller.forget(account.user)
    throw cause
  }
}

async function mention(context: AskContext, { known, request, limits }: CardAt, asked: Asked, user: string): Promise<void> {
  const { view, conversation } = request
  const { ts } = known.id
  const { channel } = conversation
  const name = mentionName(asked)
  if (ts === undefined) throw new SlackError('no-card', { is: 'no-card' }, true, undefined)
  const take = (mentionTs: string): void => {
    known.id.asks.push({ ...askOf(asked, { channel, ts: mentionTs, card: ts }), thread: true })
    nowSure(known, name)
  }
  if (isUnsure(known, name)) {
    const whose = { installation: context.installation(), run: view.run, identity: await context.session.identity() }
    const before = await found(() => findAsk(context.api, whose, { channel, thread: ts }, asked, view.startedAt))
    if (before !== undefined) return take(before)
    nowSure(known, name)
  }
  try {
    const args = { channel, thread_ts: ts, ...mentionMessage(view, user, asked.duty), metadata: markOf(context, view.run, asked), ...QUIET }
    const answer = await context.api.call('chat.postMessage', args, limits())
    take(String(answer['ts']))
  } catch (cause) {
    if (cause instanceof SlackError && !cause.certain) known.unsure.add(name)
    throw cause
  }
}

/** An app that was installed before it asked for `im:history` cannot look: somebody may be asked twice. */
async function found(look: () => Promise<string | undefined>): Promise<string | undefined> {
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

function markOf(context: Pick<AskContext, 'installation'>, run: string, { gate, duty, person }: Asked): Mark {
  return { event_type: ASK_EVENT, event_payload: { installation: context.installation(), run, gate, duty, person } }
}
