/** The whole of Teams that a test needs: the connector, the log-in, the OpenID server, and the deeds of people. A stand-in for teams.microsoft.com. */
import type { AccountName } from './accounts.ts'
import { executeOf, fileConsentOf, installedOf, messageOf, rosterChangeOf, submitOf, type Activity, type Client } from './activities.ts'
import { openConnector, type Connector } from './connector.ts'
import { answerFaults, deliver, type Delivered } from './deliver.ts'
import { viewKey, type Message } from './messages.ts'
import { openOpenId, type OpenId } from './open-id.ts'
import { CHANNEL, type Place } from './places.ts'

export interface Teams {
  connector: Connector
  openId: OpenId
  /** Where the bot listens: `http://127.0.0.1:…/api/messages`. The test sets it. */
  bot: string
  /** Types a line, in the channel where nothing is said. With `under` it is a reply in that message's thread. */
  type(as: AccountName, line: string, where?: { place?: string; under?: Message; client?: Client }): Promise<Delivered>
  /** Presses Action.Execute; `inputs` by the ids of the fields. A card that comes back is this person's view of the message. */
  press(as: AccountName, message: Message, action: Pressed, inputs?: Record<string, string>): Promise<Delivered>
  /** The same button in an old client, which sends it as a message. */
  submit(as: AccountName, message: Message, data: object): Promise<Delivered>
  /** A client asks for this person's view, as it does by itself for those whom `refresh` names. */
  refresh(as: AccountName, message: Message): Promise<Delivered>
  /** Takes the file that a card offers, or does not. */
  answerFile(as: AccountName, message: Message, action: 'accept' | 'decline'): Promise<Delivered>
  /** Adds the app to a place, or takes it out: what Teams tells of it, one after the other. */
  install(as: AccountName, place: string, action: 'add' | 'remove'): Promise<Delivered[]>
  /** Brings any activity with a token that is good for it. */
  deliver(activity: Activity): Promise<Delivered>
  close(): Promise<void>
}

interface Pressed {
  verb: string
  id?: string
  title?: string
  data: object
}

/** `limited: false`: without Teams' rates, for tests that are faster than they allow. */
export async function openTeams(options: { limited?: boolean } = {}): Promise<Teams> {
  const connector = await openConnector(options)
  const openId = await openOpenId()
  const { serviceUrl, messages } = connector
  const send = async (activity: Activity): Promise<Delivered> => {
    const delivered = await deliver(teams.bot, activity, `Bearer ${openId.token(activity.serviceUrl)}`)
    connector.wrong.push(...answerFaults(delivered))
    return delivered
  }
  const view = async (as: AccountName, message: Message, activity: Activity): Promise<Delivered> => {
    const { edits } = message
    const delivered = await send(activity)
    // A card that was changed in the meantime is the newer one.
    if (delivered.shown.type === 'card' && message.edits === edits) messages.views.set(viewKey(message.id, as), delivered.shown.card)
    return delivered
  }
  const at = (message: Message): { message: Message; place: Place } => ({ message, place: placeOf(connector, message.conversation) })
  const teams: Teams = {
    connector,
    openId,
    bot: '',
    type: async (as, line, { place, under, client = 'desktop' } = {}) => {
      const where = place === undefined && under === undefined ? CHANNEL : (under?.conversation ?? place ?? CHANNEL)
      const thread = under === undefined ? {} : { thread: under.thread ?? under.id }
      const { id } = messages.post({ conversation: where, from: as, text: line, attachments: [], mentioned: [], ...thread })
      return send(messageOf(as, { place: placeOf(connector, where), ...thread }, id, line, client, serviceUrl))
    },
    press: (as, message, action, inputs = {}) =>
      view(as, message, executeOf(as, at(message), { ...action, data: { ...action.data, ...inputs } }, 'manual', serviceUrl)),
    submit: (as, message, data) => send(submitOf(as, at(message), data, serviceUrl)),
    refresh: (as, message) => {
      const action = (message.card?.['refresh'] as { action?: Pressed } | undefined)?.action
      if (!action) throw new Error(`the message ${message.id} has nothing to refresh`)
      return view(as, message, executeOf(as, at(message), action, 'automatic', serviceUrl))
    },
    answerFile: (as, message, action) => {
      const [offer] = message.attachments
      const { acceptContext, declineContext } = (offer?.['content'] ?? {}) as Record<string, unknown>
      const name = String(offer?.['name'])
      const context = action === 'accept' ? acceptContext : declineContext
      const answer = { action, context, name, uploadUrl: connector.uploadUrl(`${message.id}-${name}`) }
      return send(fileConsentOf(as, at(message), answer, serviceUrl))
    },
    install: async (as, id, action) => {
      const place = placeOf(connector, id)
      if (action === 'add') connector.outside.delete(id)
      else connector.outside.add(id)
      const change = action === 'add' ? 'membersAdded' : 'membersRemoved'
      return [await send(rosterChangeOf(as, place, change, serviceUrl)), await send(installedOf(as, place, action, serviceUrl))]
    },
    deliver: send,
    close: async () => {
      await openId.close()
      await connector.close()
    },
  }
  return teams
}

function placeOf({ messages }: Connector, id: string): Place {
  const place = messages.places.get(id)
  if (!place) throw new Error(`the stand-in has no place ${id}`)
  return place
}
