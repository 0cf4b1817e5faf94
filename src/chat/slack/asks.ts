/** Direct messages to those who can fill an open line of a gate, and their taking back. */
import type { Person } from '../../procedure/plan-types.ts'
import type { RunView } from '../../run/view.ts'
import type { SlackApi } from './api.ts'
import type { Accounts, SlackAccount } from './account.ts'
import type { CardId } from './card-id.ts'
import { context, section, strong, type Block } from './block.ts'
import type { LinkLog } from './link.ts'
import { ASK_EVENT, findAsk, type Mark } from './posted.ts'
import { linkTo, type Identity } from './session.ts'
import type { Teller } from './tell.ts'
import { escaped } from './text.ts'
import { Patience, SlackTrouble } from './trouble.ts'
import { sayInstant } from '../words.ts'

export type Ask = CardId['asks'][number]

/** How old Slack's word about an account may be when somebody is asked. */
const ASKED_AGE_MS = 60_000

export interface AskDesk {
  api: SlackApi
  accounts: Pick<Accounts, 'refusal'>
  teller: Teller
  log: LinkLog
  /** The Slack account of a person of `people.yaml`. */
  accountOf(person: string): SlackAccount | undefined
  people(): readonly Person[]
  installation(): string
}

export interface AskAt {
  view: RunView
  channel: string
  card: string
  gate: number
  people: string[]
  duty: boolean
  /** Somebody may have been asked without a record of it: their messages are looked up before they are asked again. */
  unsure: boolean
}

/** Could this person still fill a line? Whoever approved already, or is barred, could not. */
export function canStillFill(view: RunView, gate: number, person: Person | undefined): boolean {
  if (view.gate === undefined || view.gate.number !== gate || person === undefined) return false
  const { lines, barred } = view.gate
  if (lines.some(({ by }) => by.includes(person.name)) || barred.some((each) => each.person === person.name)) return false
  return lines.some(({ from, count, by }) => by.length < count && from.some((group) => person.groups.includes(group)))
}

/** Asks everybody of the notice who has an account here. Stops at the first `Patience`, with what was asked so far in `asks`. */
export async function askPeople(desk: AskDesk, identity: Identity, at: AskAt, asks: Ask[]): Promise<void> {
  const { view, gate, duty } = at
  const known = peopleOf(desk)
  for (const person of at.people) {
    const account = desk.accountOf(person)
    const asked = asks.some((ask) => ask.gate === gate && ask.person === person && (ask.duty ?? false) === duty)
    const open = duty ? view.gate?.number === gate : canStillFill(view, gate, known.get(person))
    if (!account || account.team !== identity.team || asked || !(open || at.unsure)) continue
    const unfit = await desk.accounts.refusal(account, ASKED_AGE_MS)
    if (unfit?.code === 'account-not-checked') throw new Patience('users.info', 1000)
    // A guest cannot fill a line, and has no business with what is planned.
    if (unfit) continue
    try {
      const direct = await desk.teller.directTo(account.user)
      const before = at.unsure ? await askedBefore(desk, identity, at, direct) : undefined
      const ts = before ?? (open ? await ask(desk, identity, at, direct) : undefined)
      if (ts !== undefined) asks.push({ gate, person, channel: direct, ts, ...(duty ? { duty } : {}) })
    } catch (cause) {
      // Somebody whom Slack does not know any more must not keep the others from being asked.
      if (cause instanceof Patience || !(cause instanceof SlackTrouble) || cause.code === 'unreachable') throw cause
      desk.log.warn({ err: cause, person }, 'somebody who could approve was not asked')
    }
  }
}

/** An app that was installed before it asked for `im:history` cannot look: somebody may be asked twice. */
async function askedBefore(desk: AskDesk, identity: Identity, at: AskAt, direct: string): Promise<string | undefined> {
  const { view, gate, duty } = at
  try {
    const whose = { installation: desk.installation(), run: view.run, identity }
    return await findAsk(desk.api, whose, direct, { gate, duty }, view.startedAt)
  } catch (cause) {
    if (cause instanceof SlackTrouble && cause.code === 'missing_scope') return undefined
    throw cause
  }
}

async function ask(desk: AskDesk, identity: Identity, at: AskAt, direct: string): Promise<string | undefined> {
  const { view, gate, duty } = at
  const message = askMessage(view, linkTo(identity, at.channel, at.card), duty)
  const metadata: Mark = { event_type: ASK_EVENT, event_payload: { installation: desk.installation(), run: view.run, gate, duty } }
  const { ts } = await desk.api.call(
    'chat.postMessage',
    { channel: direct, ...message, metadata, unfurl_links: false },
    { patienceMs: 3000 },
  )
  return typeof ts === 'string' ? ts : undefined
}

/** Takes back what nobody needs to answer any more; the ones that are left are returned. */
export async function withdrawAsks(desk: AskDesk, view: RunView, asks: readonly Ask[]): Promise<Ask[]> {
  const left: Ask[] = []
  const people = peopleOf(desk)
  for (const ask of asks) {
    const open = ask.duty ? view.gate?.number === ask.gate : canStillFill(view, ask.gate, people.get(ask.person))
    if (open || !(await withdrawn(desk, ask))) left.push(ask)
  }
  return left
}

function peopleOf(desk: AskDesk): Map<string, Person> {
  return new Map(desk.people().map((person) => [person.id, person]))
}

async function withdrawn(desk: AskDesk, { channel, ts }: Ask): Promise<boolean> {
  try {
    await desk.api.call('chat.delete', { channel, ts }, { patienceMs: 3000 })
    return true
  } catch (cause) {
    if (cause instanceof SlackTrouble && cause.code !== 'unreachable') return true
    if (cause instanceof Patience || cause instanceof SlackTrouble) return false
    throw cause
  }
}

/** The plan is looked at on the card, so the link leads there and there is nothing to press here. */
function askMessage(view: RunView, link: string, duty: boolean): { text: string; blocks: Block[] } {
  const gate = view.gate?.number ?? 0
  const what = duty
    ? `still waits for approval at gate ${gate}, and you are told because nobody answered`
    : `waits for your approval at gate ${gate}`
  const words = `${view.rehearsal ? 'REHEARSAL: ' : ''}${view.run} ${what}`
  return {
    text: escaped(words, 300),
    blocks: [
      strong(words),
      section(`${view.title}\nAsked for by ${view.requester.name}.`),
      { type: 'section', text: { type: 'mrkdwn', text: `<${link}|Read the plan on its card>, and decide there.`, verbatim: true } },
      context(view.gate ? `${view.gate.missing} It expires at ${sayInstant(view.gate.expiresAt)}.` : ''),
    ],
  }
}
