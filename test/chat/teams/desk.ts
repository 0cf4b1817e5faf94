/** Everything between an activity of Teams and the engine, with conversations that are a list, and an engine that a test sets by hand. */
import { ConnectionState } from '../../../src/chat/live/connection-state.ts'
import type { Says } from '../../../src/chat/live/platform-error.ts'
import { Admission } from '../../../src/chat/receive/admission.ts'
import { Dedupe } from '../../../src/chat/receive/dedupe.ts'
import { takenStands } from '../../../src/chat/receive/form-outcome.ts'
import { CallFailed, type BotPort, type Calls, type InvokeAnswer, type Outgoing, type Reference } from '../../../src/chat/teams/bot-port.ts'
import { RateLimit } from '../../../src/chat/teams/calls/rate-limit.ts'
import { TeamsApi } from '../../../src/chat/teams/calls/teams-api.ts'
import type { TeamsContext } from '../../../src/chat/teams/context.ts'
import { OfferedFiles } from '../../../src/chat/teams/receive/offered-files.ts'
import { onActivity } from '../../../src/chat/teams/receive/on-activity.ts'
import { Teller } from '../../../src/chat/teams/receive/tell-one-person.ts'
import type { TeamsRefusal } from '../../../src/words/teams-words.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { linesOf } from '../../conversation/read-card.ts'

export const CHANNEL = '19:incident@thread.tacv2'
export const BOT = '28:bot'

export interface Sent {
  to: string
  activity: Outgoing
}

export interface Desk {
  backend: StandInBackend
  context: TeamsContext
  sent: Sent[]
  logged: string[]
  troubles: string[]
  /** What a call is refused with; undefined where it is done. */
  fault: (call: 'send' | 'create', to: string) => CallFailed | undefined
  /** Why an account may do nothing, or a run not begin. */
  refusals: { account?: TeamsRefusal; roster?: TeamsRefusal; place?: TeamsRefusal }
  /** Brings an activity, and waits until everybody was told. */
  take(activity: object): Promise<InvokeAnswer | undefined>
}

export function openDesk({ targeted = false, localFiles = true }: { targeted?: boolean; localFiles?: boolean } = {}): Desk {
  const backend = new StandInBackend()
  const log = (_: object, message: string): void => void desk.logged.push(message)
  const connection = new ConnectionState(
    'Teams',
    { info: log, warn: log, error: log },
    (_, troubles) => (desk.troubles = troubles.map(({ says }) => says)),
  )
  let clockMs = 0
  const wait = async (ms: number): Promise<void> => void (clockMs += ms)
  const files = new OfferedFiles()
  const api = new TeamsApi({ port: { continueIn: (at, work) => work(callsIn(desk, at)) }, rateLimit: new RateLimit(() => clockMs), wait })
  const teller = new Teller({ api, log: { info: log, warn: log, error: log }, connection, files, targeted, wait })
  const context: TeamsContext = {
    backend,
    port: {
      referenceOf,
      withoutMention: (activity) =>
        String((activity as { text?: string }).text ?? '')
          .replace('<at>Countersign</at>', '')
          .trim(),
    },
    accounts: {
      of: (activity) =>
        desk.refusals.account
          ? { refusal: desk.refusals.account }
          : { account: { platform: 'teams', tenant: 't', object: addressOf(activity).slice(3) }, address: addressOf(activity) },
      refusal: async () => says(desk.refusals.roster),
    },
    places: { refusal: () => desk.refusals.place },
    remembered: { note: () => undefined, met: () => undefined },
    teller,
    files,
    notTold: () => [],
    admission: new Admission(8),
    once: new Dedupe(),
    forms: new Dedupe(takenStands),
    filesOnce: new Dedupe(),
    connection,
    log: { info: log, warn: log, error: log },
    localFiles,
  }
  const desk: Desk = {
    backend,
    context,
    sent: [],
    logged: [],
    troubles: [],
    fault: () => undefined,
    refusals: {},
    take: async (activity) => {
      const answer = await onActivity(context, activity)
      await teller.silent()
      return answer
    },
  }
  return desk
}

/** Of Dana in the channel, where nothing else is said. */
export function activity(more: object): Record<string, unknown> {
  return {
    type: 'message',
    id: crypto.randomUUID(),
    serviceUrl: 'https://smba.example/',
    from: { id: '29:dana', name: 'Dana Ruiz' },
    recipient: { id: BOT },
    conversation: { id: `${CHANNEL};messageid=1`, conversationType: 'channel', tenantId: 't' },
    locale: 'en-GB',
    ...more,
  }
}

export function typed(line: string, more: object = {}): Record<string, unknown> {
  return activity({ text: `<at>Countersign</at> ${line}`, entities: [{ type: 'mention', mentioned: { id: BOT } }], ...more })
}

export function pressed(data: object, more: object = {}): Record<string, unknown> {
  return activity({
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' },
    ...more,
  })
}

/** In one's own chat. */
export const ALONE = { conversation: { id: 'a:dana', conversationType: 'personal', tenantId: 't' } }

/** What a message says, line by line. */
export function linesIn({ text, card, attachments }: Outgoing): string[] {
  if (text !== undefined) return [text]
  return card === undefined ? (attachments ?? []).map((each) => String((each as { contentType: string }).contentType)) : linesOf(card)
}

/** The card that a press is answered with. */
export function cardIn(answer: InvokeAnswer | undefined): unknown {
  return ((answer?.body ?? {}) as { value?: unknown }).value
}

/** What the answer to a press says: the lines of its card, or its sentence. */
export function saidBy(answer: InvokeAnswer | undefined): string[] {
  const { value } = (answer?.body ?? {}) as { value?: unknown }
  return typeof value === 'string' ? value.split('\n') : linesOf(value)
}

function callsIn(desk: Desk, { conversation, ...at }: Reference): Calls {
  const no = (): never => {
    throw new CallFailed({ status: 400, code: 'NotUnderstood' })
  }
  const done = (call: 'send' | 'create', to: string): void => {
    const fault = desk.fault(call, to)
    if (fault) throw fault
  }
  return {
    send: async (message) => {
      done('send', conversation)
      desk.sent.push({ to: conversation, activity: message })
      return String(desk.sent.length)
    },
    openDirect: async (address) => {
      done('create', address)
      return { ...at, conversation: `a:${address.slice(3)}`, kind: 'personal' }
    },
    update: no,
    remove: no,
    member: no,
    members: no,
  }
}

function referenceOf(given: unknown): ReturnType<BotPort['referenceOf']> {
  const { serviceUrl, conversation } = given as { serviceUrl?: string; conversation: { id: string; conversationType: Reference['kind'] } }
  return serviceUrl === undefined
    ? undefined
    : { serviceUrl, tenant: 't', conversation: conversation.id, kind: conversation.conversationType }
}

function addressOf(activity: unknown): string {
  return (activity as { from: { id: string } }).from.id
}

function says(refusal: TeamsRefusal | undefined): Says | undefined {
  return refusal && (({ teams }) => teams.refusal(refusal))
}
