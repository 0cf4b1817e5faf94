/** What this worker has ever begun to perform, on disk: a history that leads back before it is not believed. */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkerFault } from '../../run/facts/worker-fault.ts'
import type { PerformOrder } from '../../run/order.ts'

export class Performed {
  readonly #keys: Set<string>
  readonly #path: string
  readonly #descriptor: number
  /** The file ends in the middle of a line. */
  #torn: boolean

  constructor(state: string) {
    mkdirSync(state, { recursive: true, mode: 0o700 })
    this.#path = join(state, 'performed.log')
    this.#descriptor = openSync(this.#path, 'a', 0o600)
    const text = fstatSync(this.#descriptor).size === 0 ? '' : readFileSync(this.#path, 'utf8')
    this.#keys = new Set(text.split('\n'))
    this.#torn = text !== '' && !text.endsWith('\n')
  }

  has(order: PerformOrder): boolean {
    return this.#keys.has(keyOf(order))
  }

  /** MUST be on disk before the first byte of the effect is sent. Answers why it is not, where the disk does not take it: then nothing may be sent. */
  add(order: PerformOrder): WorkerFault | undefined {
    this.#keys.add(keyOf(order))
    try {
      writeSync(this.#descriptor, `${this.#torn ? '\n' : ''}${keyOf(order)}\n`)
      fsyncSync(this.#descriptor)
      this.#torn = false
      return undefined
    } catch (error) {
      this.#torn = true
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      return { is: 'not-written-down', file: this.#path, code }
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function keyOf({ installation, run, attempt }: PerformOrder): string {
  return JSON.stringify([installation, run, attempt.step, attempt.item, attempt.number])
}
