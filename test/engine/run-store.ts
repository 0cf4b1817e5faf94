import { generateKeyPairSync } from 'node:crypto'
import type { ObjectContext } from '@restatedev/restate-sdk'
import { runSeal, type RunSeal } from '../../src/engine/run/run-seal.ts'
import { writeRun, type Added, type StoredRun } from '../../src/engine/run/stored-run.ts'
import type { Act } from '../run/acts.ts'
import { PracticeRun } from '../run/practice-run.ts'

/** What the engine keeps of one run and gives to a call of it: a map, which counts what passes. A stand-in for the engine's own store. */
export class RunStore {
  readonly values: Map<string, Uint8Array>
  /** Names and bytes, in order, since they were last forgotten. */
  passed: { name: string; bytes: number; way: 'read' | 'written' }[] = []
  readonly ctx: ObjectContext

  constructor(run = 'R-1', values: Iterable<[string, Uint8Array]> = []) {
    this.values = new Map(values)
    const context = {
      key: run,
      get: (name: string) => {
        const found = this.values.get(name) ?? null
        this.passed.push({ name, bytes: found?.length ?? 0, way: 'read' })
        return Promise.resolve(found)
      },
      set: (name: string, value: Uint8Array) => {
        this.values.set(name, value)
        this.passed.push({ name, bytes: value.length, way: 'written' })
      },
    }
    this.ctx = context as unknown as ObjectContext
  }

  copy(): RunStore {
    return new RunStore(this.ctx.key, this.values)
  }
}

export const newSeal = (): RunSeal => runSeal(generateKeyPairSync('ed25519').privateKey)

/** A practice run whose every command is stored as the bot stores it. */
export class StoredPractice extends PracticeRun {
  readonly store = new RunStore()
  readonly seal: RunSeal
  stored: StoredRun | null = null
  /** Told of each command before it is stored. */
  before: (added: Added) => void = () => undefined

  constructor(seal: RunSeal, ...acts: Act[]) {
    super()
    this.seal = seal
    this.after = (before, state) => {
      const entry = this.entries.at(-1)
      if (entry === undefined) throw new Error('a state without an entry')
      const added: Added = { state, entry, heads: [] }
      this.before(added)
      // The state that the command was decided on, as the call that decides it has read it.
      const stands = this.stored === null || before === undefined ? null : { ...this.stored, state: before }
      this.stored = writeRun(this.store.ctx, seal, stands, added)
    }
    for (const act of acts) act(this)
  }
}
