/** Plain calls to the engine's ingress: never inside a journal, never with an idempotency key. */
import { Agent, fetch } from 'undici'
import { z } from 'zod'
import type { Entry } from '../audit/entry.ts'
import type { SignedCommand } from '../run/command.ts'
import type { ClaimProof, Recorded } from '../run/command-answer.ts'
import type { HeartbeatAnswer, SignedHeartbeat } from '../run/heartbeat.ts'
import type { Refusal } from '../run/facts/refusal.ts'
import { reasonOf } from './causes.ts'
import { lastWord } from './last-word.ts'

/**
 * `unanswered`: it may have arrived or not; the engine may still carry it out later. `gaveUp`: a final answer that is no refusal; the same words would get it again.
 * `claimed`: the proof that the run has recorded the claim.
 */
export type WorkerAnswer = Pick<Recorded, 'accepted' | 'claimed'> | { refusal: Refusal } | NoAnswer
export type NoAnswer = { unanswered: string } | { gaveUp: string }

/** `newest`: the proof that the run ended with the last of these when `nonce` was asked. */
export interface History {
  entries: Entry[]
  newest?: string
}

/** The engine's ingress: a unix socket on this machine, or a base address. */
export type EngineIngress = { socket: string } | { url: string }

export interface Ingress {
  command(run: string, signed: SignedCommand): Promise<WorkerAnswer>
  /** The entries from `from` on. */
  history(run: string, from: number, nonce: string): Promise<History | NoAnswer>
  heartbeat(site: string, beat: SignedHeartbeat): Promise<HeartbeatAnswer | { unanswered: string }>
  close(): Promise<void>
}

const claimProof = z.object({ at: z.string(), signature: z.string() }) satisfies z.ZodType<ClaimProof>

const COMMAND_TIMEOUT_MS = 20_000
const HISTORY_TIMEOUT_MS = 20_000
const HEARTBEAT_TIMEOUT_MS = 3_000

export function ingressAt(address: EngineIngress): Ingress {
  const place = 'socket' in address ? address.socket : address.url
  const dispatcher = new Agent({ connections: 16, ...('socket' in address ? { connect: { socketPath: address.socket } } : {}) })
  const base = 'socket' in address ? 'http://engine' : address.url.replace(/\/+$/, '')

  const call = async (path: string, body: object, timeoutMs: number): Promise<{ json: unknown } | NoAnswer> => {
    try {
      const response = await fetch(`${base}/${path}`, {
        method: 'POST',
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const text = await response.text()
      const gaveUp = response.ok ? undefined : lastWord(response.status, text)
      if (gaveUp !== undefined) return { gaveUp }
      if (!response.ok) return { unanswered: `the engine answered ${response.status}: ${text.slice(0, 300)}` }
      return { json: JSON.parse(text) as unknown }
    } catch (error) {
      return { unanswered: `the engine at ${place} does not answer: ${reasonOf(error)}` }
    }
  }

  return {
    command: async (run, signed) => {
      const answer = await call(`Run/${encodeURIComponent(run)}/command`, signed, COMMAND_TIMEOUT_MS)
      if (!('json' in answer)) return answer
      const refusal = refusalIn(answer.json)
      if (refusal !== undefined) return { refusal }
      const claimed = claimProof.safeParse((answer.json as { claimed?: unknown } | null)?.claimed)
      return { accepted: true, ...(claimed.success && { claimed: claimed.data }) }
    },
    history: async (run, from, nonce) => {
      const answer = await call(`Run/${encodeURIComponent(run)}/history`, { from, nonce }, HISTORY_TIMEOUT_MS)
      if (!('json' in answer)) return answer
      const { entries, newest } = (answer.json ?? {}) as { entries?: unknown; newest?: unknown }
      if (!Array.isArray(entries)) return { unanswered: `the engine's history of ${run} is no list of entries` }
      return { entries: entries as Entry[], ...(typeof newest === 'string' && { newest }) }
    },
    heartbeat: async (site, beat) => {
      const answer = await call(`Site/${encodeURIComponent(site)}/heartbeat`, beat, HEARTBEAT_TIMEOUT_MS)
      if ('json' in answer) return answer.json as HeartbeatAnswer
      // The next one is another one in any case.
      return { unanswered: 'gaveUp' in answer ? answer.gaveUp : answer.unanswered }
    },
    close: () => dispatcher.destroy(),
  }
}

function refusalIn(json: unknown): Refusal | undefined {
  const refusal = (json as { refusal?: Refusal } | null)?.refusal
  if (typeof refusal?.code !== 'string') return undefined
  return 'facts' in refusal || typeof refusal.sentence === 'string' ? refusal : undefined
}
