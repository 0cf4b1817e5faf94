/** Which attempts lose their worker, and where in them. */
import type { PlannedBlock } from '../../../src/procedure/plan-types.ts'
import type { Command } from '../../../src/run/command.ts'
import type { AttemptId } from '../../../src/run/order.ts'
import type { RunState } from '../../../src/run/state.ts'
import { blocksOf, findAttempt, plannedAt } from '../../../src/run/where.ts'

/**
 * Where a worker dies: `before` anything was sent; while its block runs, which then takes no effect (`without`), its first of several (`half`), or all of it (`with`), or
 * is still at work when another worker looks (`running`); `after` it took effect, and before anybody was told.
 */
export const DEATHS = ['before', 'without', 'half', 'with', 'running', 'after'] as const
export type When = (typeof DEATHS)[number]

export interface Crash {
  /** The id of the only step whose worker dies; else that of each. */
  at?: string
  item?: number
  when: When
  /** Of these places, by `placeOf`, the worker lives. */
  spared?: ReadonlySet<string>
  /** Only of those that undo. */
  undoOnly?: boolean
  /** Told before the block is sent: lays what is to strike it. */
  strike?: (death: Death) => void
}

/** The first attempt of a place, and what became of its worker. */
export interface Death {
  when: When
  place: string
  /** The id of the step. */
  step: string
  run: string
  attempt: AttemptId
  worker: string
  order: string
  undo: boolean
  block: PlannedBlock
  /** Resolved when its worker is missed although what it sent is still at work. */
  begun: PromiseWithResolvers<void>
  /** Resolved when nothing of it acts any more. */
  over: PromiseWithResolvers<void>
  /** The run was told. */
  known: boolean
}

export class Deaths {
  readonly #crash: Crash | undefined
  readonly #deaths: Death[] = []

  constructor(crash: Crash | undefined) {
    this.#crash = crash
  }

  of({ step, item, number }: AttemptId): Death | undefined {
    return this.#deaths.find(({ attempt }) => attempt.step === step && attempt.item === item && attempt.number === number)
  }

  /** Of a claim that was granted just now. */
  strike(state: RunState, { attempt, order, worker }: Extract<Command, { type: 'claim' }>): Death | undefined {
    const crash = this.#crash
    if (crash === undefined) return undefined
    const planned = plannedAt(state, attempt)
    const undo = findAttempt(state, attempt)?.undo === true
    const place = placeOf(attempt, undo)
    const [block] = blocksOf(planned, undo ? 'undo' : 'run')
    if (crash.undoOnly === true && !undo) return undefined
    if (block === undefined || crash.spared?.has(place) === true || this.#deaths.some((death) => death.place === place)) return undefined
    if (crash.at !== undefined && (crash.at !== planned.id || (crash.item ?? attempt.item) !== attempt.item)) return undefined
    const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const death = {
      when: crash.when,
      place,
      step: planned.id,
      run: state.run,
      attempt,
      worker,
      order,
      undo,
      block,
      begun,
      over,
      known: false,
    }
    this.#deaths.push(death)
    crash.strike?.(death)
    return death
  }
}

/** One step, or item of a list, and whether it is done there or undone. */
export function placeOf({ step, item }: AttemptId, undo: boolean): string {
  return `${step}/${item}${undo ? ' undo' : ''}`
}
