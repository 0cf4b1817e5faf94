/** One call of the bot to Slack's Web API, as the stand-in took it down. */
export interface ApiCall {
  /** In the order of arrival, from 1. */
  n: number
  method: string
  /** Decoded: blocks and views are objects. */
  args: Record<string, unknown>
  atMs: number
  /** What went back; undefined when the connection was cut before the answer. */
  answer?: ApiAnswer
}

export type ApiAnswer = { ok: boolean; error?: string } & Record<string, unknown>

/** What is done to a call instead of answering it well. `refuse`: with an error of Slack's; `cut`: before it is carried out; `hold`: it is carried out, and answered later. */
export type Fault =
  | { type: 'refuse'; error: string }
  | { type: 'cut' }
  | { type: 'rate-limit'; seconds: number }
  | { type: 'hold'; until: Promise<void>; carriedOut: () => void }

/** Asked for each call; undefined lets it pass. */
export type FaultPlan = (call: ApiCall) => Fault | undefined

const OBJECTS = new Set(['blocks', 'view', 'files', 'attachments', 'metadata'])

/** As web-api sends it: a form whose objects are JSON, or JSON. Undefined for what is neither. */
export function readArgs(contentType: string, body: string): Record<string, unknown> | undefined {
  try {
    if (contentType.includes('application/json')) return JSON.parse(body) as Record<string, unknown>
    if (!contentType.includes('application/x-www-form-urlencoded')) return undefined
    return Object.fromEntries(
      [...new URLSearchParams(body)].map(([name, value]): [string, unknown] => [name, OBJECTS.has(name) ? JSON.parse(value) : value]),
    )
  } catch {
    return undefined
  }
}
