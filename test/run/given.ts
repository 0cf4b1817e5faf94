import { expect } from 'vitest'
import type { Event } from '../../src/run/event.ts'
import type { RunState } from '../../src/run/state.ts'
import type { Act } from './acts.ts'
import { locks, starts } from './acts.ts'
import { PracticeRun } from './practice-run.ts'
import { attentionSaid, refusalSaid } from '../words/said.ts'

/** A run that has come so far. Without acts it does not exist yet. */
export function given(...acts: Act[]): Given {
  const run = new PracticeRun()
  for (const act of acts) {
    act(run)
    if (run.last.refusal !== undefined) throw new Error(`given: ${run.last.refusal.code}: ${refusalSaid(run.last.refusal).sentence}`)
  }
  return new Given(run)
}

/** A small run whose lock is granted, and what else is given. */
export function running(...acts: Act[]): Given {
  return given(starts(), locks, ...acts)
}

export class Given {
  readonly run: PracticeRun
  constructor(run: PracticeRun) {
    this.run = run
  }

  when(...acts: Act[]): Then {
    for (const act of acts) act(this.run)
    return new Then(this.run)
  }
}

export class Then {
  readonly run: PracticeRun
  constructor(run: PracticeRun) {
    this.run = run
  }

  /** The last act was refused, with this whole sentence. */
  refuses(code: string, sentence: string): this {
    expect(this.run.last.refusal && refusalSaid(this.run.last.refusal)).toMatchObject({ code, sentence })
    return this
  }

  refusesWith(code: string): this {
    expect(this.run.last.refusal?.code).toBe(code)
    return this
  }

  /** The last act led to these facts, in this order. */
  leads(...types: Event['type'][]): this {
    expect(this.run.last.refusal).toBeUndefined()
    expect(this.run.last.events.map((event) => event.type)).toEqual(types)
    return this
  }

  /** The last act was written down as nothing but a refused decision, or not at all. */
  changesNothing(): this {
    expect(this.run.last.events.filter(({ type }) => type !== 'heard' && type !== 'refused' && type !== 'refusals-counted')).toEqual([])
    return this
  }

  is(phase: RunState['phase']): this {
    expect(this.run.made.phase).toBe(phase)
    return this
  }

  needs(reason: NonNullable<RunState['attention']>['reason'], sentence: string): this {
    expect(attentionSaid(this.run.made)).toEqual({ reason, sentence })
    expect(this.run.made.phase).toBe('attention')
    return this
  }

  and(check: (state: RunState, run: PracticeRun) => void): this {
    check(this.run.made, this.run)
    return this
  }
}
