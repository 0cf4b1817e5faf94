import { CHOICES_WITHIN_MS, type BotFrame, type ChoicesAnswer, type ChoicesQuestion } from '../../connection/frames.ts'
import type { Offer } from '../../run/view/offered.ts'

/** What may be chosen where a parameter is asked for; `target` is where the look goes. */
export interface ChoicesAsked extends ChoicesQuestion {
  site: string
  target: string
}

/** The way to the worker that is asked. */
interface Line {
  send(frame: BotFrame): void
}

export interface ChoicesAskedOf {
  /** Never rejects. The same question while one is out, or has just been answered, is not asked again. */
  ask(worker: { name: string; line: Line } | undefined, asked: ChoicesAsked): Promise<Offer>
  /** An `id` that is not out, or not out over this connection, is nobody's. */
  answered(line: Line, id: number, answer: ChoicesAnswer): void
  /** What was asked over this connection is answered by nobody any more. */
  gone(line: Line): void
}

/** Out at once, for all people together: orders go first. */
const MOST_AT_ONCE = 8
/** A form is drawn more than once, and what is found stays true for so long. */
const KEPT_MS = 20_000
const MOST_KEPT = 200

/** `withinMs`: how long an answer is waited for. */
export function choicesAskedOf(withinMs = CHOICES_WITHIN_MS): ChoicesAskedOf {
  const out = new Map<number, { line: Line; worker: string; target: string; resolve: (offer: Offer) => void }>()
  const kept = new Map<string, { until: number; offer: Promise<Offer> }>()
  let lastId = 0

  const send = async (worker: { name: string; line: Line }, { document, name, answers, target }: ChoicesAsked): Promise<Offer> => {
    const id = ++lastId
    const { promise, resolve } = Promise.withResolvers<Offer>()
    const timer = setTimeout(() => resolve({ not: { is: 'late', worker: worker.name, ms: withinMs } }), withinMs)
    out.set(id, { line: worker.line, worker: worker.name, target, resolve })
    worker.line.send({ type: 'choices', id, question: { document, name, answers } })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      out.delete(id)
    }
  }

  return {
    ask: (worker, asked) => {
      const key = JSON.stringify([
        asked.site,
        asked.document,
        asked.name,
        asked.target,
        Object.entries(asked.answers).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ])
      const before = kept.get(key)
      if (before !== undefined && before.until > performance.now()) return before.offer
      if (worker === undefined) return Promise.resolve({ not: { is: 'no-worker', site: asked.site } })
      if (out.size >= MOST_AT_ONCE) return Promise.resolve({ not: { is: 'crowded' } })
      const offer = send(worker, asked).then((found) => {
        // What failed may go well at the next try.
        if ('not' in found) kept.delete(key)
        return found
      })
      kept.set(key, { until: performance.now() + KEPT_MS, offer })
      const [oldest] = kept.keys()
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      return offer
    },
    answered: (line, id, answer) => {
      const asked = out.get(id)
      if (asked?.line !== line) return
      const { target, resolve } = asked
      if ('failed' in answer) resolve({ not: { is: 'failed', target, why: answer.failed } })
      else if (answer.choices.length === 0) resolve({ not: { is: 'none', target } })
      else resolve(answer)
    },
    gone: (line) => {
      for (const asked of out.values()) if (asked.line === line) asked.resolve({ not: { is: 'worker-gone', worker: asked.worker } })
    },
  }
}
