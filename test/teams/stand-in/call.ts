/** One call of the bot to the connector, as the stand-in took it down, and what may be done to it instead of answering it well. */
export type Operation = 'send' | 'update' | 'remove' | 'create' | 'member' | 'members' | 'log-in' | 'upload' | 'unknown'

export interface ConnectorCall {
  /** In the order of arrival, from 1. */
  n: number
  operation: Operation
  /** Without `;messageid=`; empty where the call names none. */
  conversation: string
  /** The message whose thread it is. */
  thread?: string
  /** The activity or the member that the address names. */
  of?: string
  /** Behind the `?` of the address. */
  asked?: Record<string, string>
  body: Record<string, unknown>
  atMs: number
  /** Undefined when nothing went back. */
  answer?: Answer
}

export interface Answer {
  status: number
  body?: Record<string, unknown>
  headers?: Record<string, string>
}

/** `cut`: the connection is reset; `silence`: nobody ever answers; `hold`: it is carried out, and answered later. */
export type Fault =
  | { type: 'refuse'; status: number; code: string; retryAfterSeconds?: number }
  | { type: 'cut' | 'silence'; carriedOut: boolean }
  | { type: 'hold'; until: Promise<void>; carriedOut: () => void }

/** Asked for each call; undefined lets it pass. */
export type FaultPlan = (call: ConnectorCall) => Fault | undefined

/** What Teams says no with, by its own codes. */
const STATUS = {
  BadArgument: 400,
  BadSyntax: 400,
  Unauthorized: 401,
  BotNotInConversationRoster: 403,
  BotDisabledByAdmin: 403,
  MessageWritesBlocked: 403,
  ActivityNotFoundInConversation: 404,
  ConversationNotFound: 404,
  MemberNotFoundInConversation: 404,
  MethodNotAllowed: 405,
  Conflict: 409,
  PreconditionFailed: 412,
  MessageSizeTooBig: 413,
  Throttled: 429,
  ServiceError: 500,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
}

export type Code = keyof typeof STATUS

/** Every code that Microsoft documents for the connector of Teams. */
export const CODES = Object.keys(STATUS) as Code[]

export function refusal(code: Code, retryAfterSeconds?: number): Fault & { type: 'refuse' } {
  return { type: 'refuse', status: STATUS[code], code, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/** The first call of this operation, and no other. */
export function once(operation: Operation, fault: Fault): FaultPlan {
  let done = false
  return (call) => {
    if (done || call.operation !== operation) return undefined
    done = true
    return fault
  }
}

/** Every call until then: Teams as a whole is down. `now` is a clock in milliseconds. */
export function downUntil(untilMs: number, fault: Fault, now: () => number = Date.now): FaultPlan {
  return () => (now() < untilMs ? fault : undefined)
}

export function refused({ status, code, retryAfterSeconds }: Fault & { type: 'refuse' }, message = `refused: ${code}`): Answer {
  const headers = retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }
  return { status, body: { error: { code, message } }, ...headers }
}
