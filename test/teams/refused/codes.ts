/** The ways in which Teams does not do what it is asked, as Microsoft documents them, and those of a network. */
import type { CallFault } from '../../../src/chat/teams/bot-port.ts'
import { shortOrLong } from '../../suite/long-form.ts'

export type Refusal = CallFault & { is: string; unsure?: boolean }

/** Passes by itself; `unsure`: nobody knows whether it was done. */
const PASSES: readonly Refusal[] = [
  { is: '412 PreconditionFailed', status: 412, code: 'PreconditionFailed' },
  { is: '429 Throttled, with its time', status: 429, code: 'Throttled', retryAfterMs: 30_000 },
  { is: '429 Throttled', status: 429, code: 'Throttled' },
  { is: '408', status: 408, unsure: true },
  { is: '500 ServiceError', status: 500, code: 'ServiceError', unsure: true },
  { is: '502 ServiceError', status: 502, code: 'ServiceError', unsure: true },
  { is: '503', status: 503, unsure: true },
  { is: '504 GatewayTimeout', status: 504, code: 'GatewayTimeout', unsure: true },
  { is: 'reset', system: 'ECONNRESET', unsure: true },
  { is: 'silence', system: 'TIMEOUT', unsure: true },
  { is: 'nobody listens', system: 'ECONNREFUSED' },
]

/** Never changes its mind; the last ones are known to nobody. */
const FOR_GOOD: readonly Refusal[] = [
  { is: '400 BadArgument', status: 400, code: 'BadArgument' },
  { is: '400 BadSyntax', status: 400, code: 'BadSyntax' },
  { is: '401 BotNotRegistered', status: 401, code: 'BotNotRegistered' },
  { is: '401 AADSTS7000215', status: 401, code: 'AADSTS7000215', unsent: true },
  { is: '403 BotDisabledByAdmin', status: 403, code: 'BotDisabledByAdmin' },
  { is: '403 BotNotInConversationRoster', status: 403, code: 'BotNotInConversationRoster' },
  { is: '403 ConversationBlockedByUser', status: 403, code: 'ConversationBlockedByUser' },
  { is: '403 MessageWritesBlocked', status: 403, code: 'MessageWritesBlocked' },
  { is: '403 ForbiddenOperationException', status: 403, code: 'ForbiddenOperationException' },
  { is: '403 InvalidBotApiHost', status: 403, code: 'InvalidBotApiHost' },
  { is: '403 NotEnoughPermissions', status: 403, code: 'NotEnoughPermissions' },
  { is: '404 ActivityNotFoundInConversation', status: 404, code: 'ActivityNotFoundInConversation' },
  { is: '404 ConversationNotFound', status: 404, code: 'ConversationNotFound' },
  { is: '405', status: 405 },
  { is: '409 Conflict', status: 409, code: 'Conflict' },
  { is: '413 MessageSizeTooBig', status: 413, code: 'MessageSizeTooBig' },
  { is: '418 WhateverComesNextYear', status: 418, code: 'WhateverComesNextYear' },
]

const ALL = [...PASSES, ...FOR_GOOD]

/** One of each kind that the product tells apart. */
const KINDS = new Set([
  '429 Throttled',
  '500 ServiceError',
  'reset',
  'nobody listens',
  '401 AADSTS7000215',
  '403 MessageWritesBlocked',
  '404 ActivityNotFoundInConversation',
])
const OTHERS = ALL.filter(({ is }) => !KINDS.has(is))

/** What this row of a table is refused with: everything in the long form; in the short one each kind, and one of the others in turn, so that the table has them all. */
export function refusalsOf(row: number): readonly Refusal[] {
  const kinds = ALL.filter(({ is }) => KINDS.has(is))
  return shortOrLong({ short: [...kinds, ...OTHERS.slice(row % OTHERS.length).slice(0, 1)], long: ALL })
}
