import { HISTORY_PAGE, type Answer, type Page, type WorkerFrame } from '../../connection/frames.ts'
import type { Entry } from '../../audit/entry.ts'
import type { Proof } from '../../audit/signature.ts'
import type { SignedCommand } from '../../run/command.ts'
import type { Refusal } from '../../run/facts/refusal.ts'
import type { EngineClient } from '../client.ts'
import type { Newest } from '../objects.ts'
import type { RecentEntries } from '../run/recent-entries.ts'
import { LONGEST_TEXT } from '../../text/bounds.ts'

/** What workers ask of runs, passed on by plain calls: never inside a journal, never with an idempotency key. Never rejects. */
export interface RunQuestions {
  command(signed: SignedCommand): Promise<Answer>
  history(asked: Pick<Extract<WorkerFrame, { type: 'history' }>, 'run' | 'from' | 'nonce'>): Promise<Page>
}

/** `recent`: what is answered without asking the engine. `prove` signs it as the run would, with the head key. */
export function runQuestions(
  client: Pick<EngineClient, 'command' | 'historyPage' | 'newest'>,
  recent: RecentEntries,
  prove: (proof: Proof) => string,
): RunQuestions {
  /** The run may have gone on since it said where it ends. */
  const readPage = async (run: string, from: number, last: number): Promise<Entry[]> => {
    const page = await client.historyPage(run, { from, bytes: HISTORY_PAGE })
    if (!page.more) recent.note(run, page.entries)
    return page.entries.filter(({ seq }) => seq <= last)
  }
  /** An order is answered at once with a question for the entries that it stands on: this process has just stored them. */
  const newestOf = async (run: string, nonce: string): Promise<Newest | null> => {
    const kept = recent.justKept(run)
    if (kept === undefined) return client.newest(run, nonce)
    const { seq, hash } = kept
    return { seq, hash, signature: prove({ proves: 'newest', run, seq, hash, nonce }) }
  }
  return {
    command: async (signed) => {
      try {
        const answer = await client.command(signed)
        if ('refusal' in answer) return { refusal: inBounds(answer.refusal) }
        return { accepted: true, ...(answer.claimed && { claimed: answer.claimed }) }
      } catch (error) {
        return noAnswer(error)
      }
    },
    history: async ({ run, from, nonce }) => {
      try {
        const newest = await newestOf(run, nonce)
        if (newest === null || from > newest.seq) return { entries: [], more: false }
        const entries = recent.between(run, from, newest) ?? (await readPage(run, from, newest.seq))
        const more = entries.at(-1)?.seq !== newest.seq
        return { entries, more, ...(!more && { newest: newest.signature }) }
      } catch (error) {
        return noAnswer(error)
      }
    },
  }
}

/** A sentence of many faults must not be longer than a frame takes: the worker would ask for it for ever. */
function inBounds(refusal: Refusal): Refusal {
  return 'sentence' in refusal ? { ...refusal, sentence: refusal.sentence.slice(0, LONGEST_TEXT) } : refusal
}

/** A handler that gave up has said its last word, and so has who refuses the request itself; of everything else nobody knows. */
function noAnswer(error: unknown): { unanswered: string } | { gaveUp: string } {
  const gaveUp = saidLast(error)
  if (gaveUp !== undefined) return { gaveUp: gaveUp.slice(0, LONGEST_TEXT) }
  return { unanswered: (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_TEXT) }
}

/** The client's faults hold what the engine answered as their cause. */
function saidLast(error: unknown): string | undefined {
  const { status, responseText } = ((error as { cause?: unknown }).cause ?? {}) as { status?: unknown; responseText?: unknown }
  return typeof status === 'number' && typeof responseText === 'string' ? lastWord(status, responseText) : undefined
}

/** Statuses that speak of the request itself: sent again as it is, it gets the same answer. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 413, 414, 415, 422, 431])
/** What the engine says in a handler's name when somebody ended the call from outside: nothing was decided, and the next try is heard. */
const ENDED_FROM_OUTSIDE: ReadonlySet<string> = new Set(['killed', 'cancelled'])

/**
 * What the engine answered, if it is final: a handler of the bot gave up for good (a bug of its rules, a state that it does not believe), or the request itself is refused.
 * Undefined: the machinery's trouble, which passes.
 */
export function lastWord(status: number, text: string): string | undefined {
  const said = read(text)
  if (said?.source === 'invocation') return ENDED_FROM_OUTSIDE.has(said.message.toLowerCase()) ? undefined : said.message
  return OF_THE_REQUEST.has(status) ? `the engine refuses the request itself (${status}): ${text.slice(0, 300)}` : undefined
}

function read(text: string): { source: unknown; message: string } | undefined {
  try {
    const said = JSON.parse(text) as { source?: unknown; message?: unknown } | null
    return typeof said?.message === 'string' ? { source: said.source, message: said.message } : undefined
  } catch {
    return undefined
  }
}
