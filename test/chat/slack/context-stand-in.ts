/** Everything of Slack's side that takes deeds, before a Slack and an engine that stand in memory. */
import { Accounts } from '../../../src/chat/slack/account.ts'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { Channels } from '../../../src/chat/slack/channels.ts'
import type { SlackContext } from '../../../src/chat/slack/context.ts'
import { Dedupe } from '../../../src/chat/receive/dedupe.ts'
import { formStands } from '../../../src/chat/receive/form-outcome.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import { Session } from '../../../src/chat/slack/session.ts'
import { Teller } from '../../../src/chat/slack/show/tell-one-person.ts'
import { Admission } from '../../../src/chat/receive/admission.ts'
import { StandInBackend } from '../../console/stand-in-backend.ts'
import { SlackStandIn } from './slack-stand-in.ts'

export const TEAM = 'T0CONTOSO'

/** People have the accounts `T0CONTOSO/<their id>`, and three targets are configured. */
class SlackBackend extends StandInBackend {
  override loaded(): ReturnType<StandInBackend['loaded']> {
    const sql = (name: string, host: string) => ({ kind: 'sql-server' as const, name, host, instance: 'RTC', site: 'dc2', practice: true })
    const shell = { kind: 'powershell' as const, host: 'mgmt.contoso.com', site: 'dc2', practice: true }
    const targets = {
      SEC: sql('SEC', 'sqlb1.contoso.com'),
      SECM: sql('SECM', 'sqlb2.contoso.com'),
      management: { ...shell, name: 'management' },
      'sec-host': { ...shell, name: 'sec-host' },
    }
    return { ...super.loaded(), targets }
  }
}

export interface DeskStandIn {
  desk: SlackContext
  slack: SlackStandIn
  backend: SlackBackend
  /** Until when Slack answers no call. */
  slow: { until: Promise<void> }
  /** The same Slack and engine before a bot that was started again. */
  restarted(): DeskStandIn
}

export function openOrderQueue(backend = new SlackBackend(), slack = new SlackStandIn()): DeskStandIn {
  const slow = { until: Promise.resolve() }
  const apiCall = async (method: string, args?: Record<string, unknown>): Promise<never> => {
    await slow.until
    return slack.apiCall(method, args)
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const api = new SlackApi({ apiCall }, new RateLimit())
  const desk: SlackContext = {
    platform: 'Slack',
    backend,
    api,
    accounts: new Accounts(api, new Session(api)),
    channels: new Channels(api, undefined),
    teller: new Teller({ api, log, connection: { up: () => undefined, down: () => undefined } }),
    admission: new Admission(4),
    once: new Dedupe(),
    deliveries: new Dedupe(),
    forms: new Dedupe(formStands),
    log,
  }
  return { desk, slack, backend, slow, restarted: () => openOrderQueue(backend, slack) }
}

/** What the person was answered at once; undefined: an empty acknowledgement. `over`: when everything has been said. */
export async function answerTo(
  take: (desk: SlackContext, body: unknown, ack: (response?: Record<string, unknown>) => Promise<void>) => Promise<void>,
  { desk }: DeskStandIn,
  body: unknown,
): Promise<{ response: Record<string, unknown> | undefined; over: Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<Record<string, unknown> | undefined>()
  const over = take(desk, body, async (response) => resolve(response))
  return { response: await promise, over }
}
