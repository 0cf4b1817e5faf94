/** What goes out with a call to Teams, and what comes back. */
import { z } from 'zod'
import { CallFailed, type Member, type Outgoing } from './bot-port.ts'

/** botbuilder knows no targeted messages: this header, which never leaves the machine, becomes Teams' parameter where the call is sent. */
export const TARGETED_HEADER = 'x-countersign-targeted'

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive'

/** Rejects with `CallFailed` and nothing else. */
export async function called<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof CallFailed ? cause : unknownFault(cause)
  }
}

/** What botbuilder itself threw: an answer that it could not read, or a call that it broke off. */
function unknownFault(cause: unknown): CallFailed {
  const { name, statusCode } = cause as { name?: string; statusCode?: unknown }
  if (name === 'AbortError') return new CallFailed({ system: 'TIMEOUT' }, cause)
  return new CallFailed({ ...(typeof statusCode === 'number' ? { status: statusCode } : {}), system: 'UNREADABLE' }, cause)
}

export function idOf(answered: unknown): string {
  const read = z.looseObject({ id: z.string().min(1) }).safeParse(answered)
  if (!read.success) throw new CallFailed({ status: 200, system: 'NO_ID' })
  return read.data.id
}

export function outgoingActivity(
  { text, textFormat, card, summary, attachments = [], entities, targeted }: Outgoing,
  bot: { id: string; name: string },
): object {
  const attached = [...(card === undefined ? [] : [{ contentType: ADAPTIVE_CARD, content: card }]), ...attachments]
  return {
    type: 'message',
    from: bot,
    ...(text === undefined ? {} : { text }),
    ...(textFormat === undefined ? {} : { textFormat }),
    ...(summary === undefined ? {} : { summary }),
    ...(attached.length === 0 ? {} : { attachments: attached }),
    ...(entities === undefined ? {} : { entities }),
    ...(targeted === undefined ? {} : { recipient: { id: targeted, name: '' } }),
  }
}

const text = z.string().optional().catch(undefined)
const memberSchema = z.looseObject({
  id: z.string().min(1),
  aadObjectId: text,
  objectId: text,
  tenantId: text,
  name: text,
  userRole: text,
  role: text,
})

/** Teams gives the object id under two names, and what somebody is in the tenant under `userRole`. */
export function memberOf(answered: unknown): Member {
  const read = memberSchema.safeParse(answered)
  if (!read.success) throw new CallFailed({ status: 200, system: 'UNREADABLE' }, read.error)
  const { id, aadObjectId, objectId, tenantId, name, userRole, role } = read.data
  const object = aadObjectId ?? objectId
  const is = userRole ?? role
  return {
    id,
    ...(object === undefined ? {} : { object }),
    ...(tenantId === undefined ? {} : { tenant: tenantId }),
    ...(name === undefined ? {} : { name }),
    ...(is === undefined ? {} : { role: is }),
  }
}

const pageSchema = z.looseObject({ members: z.array(z.unknown()), continuationToken: z.string().min(1).optional().catch(undefined) })

export function pageOf(answered: unknown): { members: Member[]; after?: string } {
  const read = pageSchema.safeParse(answered)
  if (!read.success) throw new CallFailed({ status: 200, system: 'UNREADABLE' }, read.error)
  const { members, continuationToken } = read.data
  return { members: members.map(memberOf), ...(continuationToken === undefined ? {} : { after: continuationToken }) }
}
