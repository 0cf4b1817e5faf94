/** A slash command: a question, a start with everything typed, or a start whose form is opened. */
import type { z } from 'zod'
import type { Words } from '../../../words/words.ts'
import type { Procedure } from '../../../procedure/procedure.ts'
import { refusedNote, said, type Note } from '../../note.ts'
import { mayStart } from '../../start.ts'
import { readTyped, SHOWN_HERE, type Typed } from '../../typed.ts'
import type { SlackAccount } from '../account.ts'
import { commandBody } from './bodies.ts'
import { accountGood, type Ack, acknowledge, channelGood, ephemeral, type SlackContext, TYPED_AGE_MS } from '../context.ts'
import { wordsFor } from '../../receive/words-for.ts'
import { eventIdOf } from '../../receive/dedupe.ts'
import { awaitedOffers, beginOffers, isLookedFor, showOffers } from '../forms/offer-choices.ts'
import { openForm } from '../forms/open-form.ts'
import { faultsOf, startForm, type StartAsked } from '../forms/start-form.ts'
import { chooseAmong, verbOf } from '../../receive/verb-alone.ts'
import { inTime, takeChatAction, type Taken } from '../../receive/take-action.ts'
import { asTyped } from '../render/text.ts'

type Command = z.output<typeof commandBody>

export async function onCommand(context: SlackContext, body: unknown, ack: Ack): Promise<void> {
  const english = context.backend.speak()
  const read = commandBody.safeParse(body)
  if (!read.success) return ack(ephemeral(english, said('refused', english.live.notRead('Slack'))))
  const { data } = read
  const eventId = eventIdOf('slack', 'command', [data.trigger_id], body)
  const { outcome, again } = context.once.do(eventId, () => decide(context, data, eventId))
  const words = (): Words => wordsFor(context, accountOf(data))
  const soon = await inTime(outcome)
  const taken = soon ? soon.done : { reply: { note: said('info', words().slack.formLate) } }
  const acknowledged = await acknowledge(context, ack, taken === undefined ? undefined : ephemeral(words(), taken.reply.note))
  if (taken === undefined || again) return
  const tell = (note: Note): Promise<void> => context.teller.tell(data.user_id, data.channel_id, note, words())
  if (acknowledged) await context.teller.sendFiles(data.user_id, taken.reply.note, words())
  else await tell(taken.reply.note)
  const whole = soon ? taken : await outcome
  if (!soon && whole) await tell(whole.reply.note)
  const late = await whole?.late
  if (late) await tell(late.note)
}

async function decide(context: SlackContext, command: Command, eventId: string): Promise<Taken | undefined> {
  const line = `${command.command} ${asTyped(command.text)}`.trim()
  const { procedures } = context.backend.loaded()
  const account = accountOf(command)
  const words = wordsFor(context, account)
  const typed = readTyped(line, procedures, words)
  const called = line.toLowerCase().replace(/^\/countersign\s+/, '/')
  const verb = procedures.filter((procedure) => verbOf(procedure) === called)
  if ('fault' in typed && verb.length > 0) return chooseProcedure(context, words, { ...command, command: called }, account, verb)
  if ('fault' in typed || typed.type !== 'start') {
    const here = !('fault' in typed) && SHOWN_HERE.has(typed.type) ? [channelGood(context, command.channel_id)] : []
    const before = [accountGood(context, account, TYPED_AGE_MS), ...here]
    const light = 'fault' in typed || NEEDS_NO_ENGINE.has(typed.type)
    return takeChatAction(context, { account, channel: command.channel_id, eventId, action: { type: 'typed', text: line }, before, light })
  }
  const faults = faultsOf(words, typed, context.backend.loaded())
  if (Object.keys(faults).length > 0) return askForTheRest(context, words, command, account, typed, faults)
  const before = [accountGood(context, account, TYPED_AGE_MS), channelGood(context, command.channel_id)]
  return takeChatAction(context, { account, channel: command.channel_id, eventId, action: { type: 'typed', text: line }, before })
}

const NEEDS_NO_ENGINE: ReadonlySet<Typed['type']> = new Set(['list', 'show', 'help', 'whoami'])

/** `/failover` alone: the only one there is, or what this person may choose among. */
async function chooseProcedure(
  context: SlackContext,
  words: Words,
  command: Command,
  account: SlackAccount,
  found: Procedure[],
): Promise<Taken | undefined> {
  const known = context.backend.findPerson(account)
  if ('refusal' in known) return answered(refusedNote(words, known.refusal))
  const loaded = context.backend.loaded()
  const { offers, only } = chooseAmong(words, loaded, known.person, command.command, found)
  if (only === undefined) return answered(offers)
  const asked = { procedure: only, rehearsal: false, answers: {} }
  return askForTheRest(context, words, command, account, asked, faultsOf(words, asked, loaded))
}

/** Nothing is begun yet: whoever may not start it, or not here, is told so before they fill in anything. */
async function askForTheRest(
  context: SlackContext,
  words: Words,
  { channel_id, trigger_id }: Command,
  account: SlackAccount,
  asked: StartAsked,
  faults: Record<string, string>,
): Promise<Taken | undefined> {
  const known = context.backend.findPerson(account)
  if ('refusal' in known) return answered(refusedNote(words, known.refusal))
  const loaded = context.backend.loaded()
  if (!mayStart(loaded, asked.procedure, known.person)) {
    const groups = loaded.policies[asked.procedure.policy]?.start ?? []
    return answered(said('refused', words.notes.mayNotStart({ person: known.person.name, command: asked.procedure.command, groups })))
  }
  const wrongChannel = await context.channels.refusal(channel_id)
  if (wrongChannel) return answered(said('refused', words.slack.refusal(wrongChannel)))
  const offerings = beginOffers(context, known.person, asked)
  const form = startForm(words, asked, channel_id, faults, loaded.secretNames, awaitedOffers(words, offerings))
  const opened = await openForm(context.api, trigger_id, form, words, 'type')
  if ('failed' in opened) return answered(opened.failed)
  if (opened.form !== undefined && isLookedFor(offerings)) {
    showOffers(context, words, opened.form, { ...asked, channel: channel_id, faults }, offerings).catch((cause: unknown) =>
      context.log.error({ err: cause }, 'the lists of a form could not be shown'),
    )
  }
  return undefined
}

function answered(note: Note): Taken {
  return { reply: { note } }
}

function accountOf({ team_id, user_id, enterprise_id }: Command): SlackAccount {
  return { platform: 'slack', team: team_id, user: user_id, ...(enterprise_id ? { enterprise: enterprise_id } : {}) }
}
