/** What this worker has ever begun to perform, on disk: a history that leads back before it is not believed. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { PerformOrder } from '../run/order.ts'

export class Performed {
  readonly #keys: Set<string>
  readonly #descriptor: number

  constructor(state: string) {
    mkdirSync(state, { recursive: true, mode: 0o700 })
    const path = join(state, 'performed.log')
    this.#keys = new Set(existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
    this.#descriptor = openSync(path, 'a', 0o600)
  }

  has(order: PerformOrder): boolean {
    return this.#keys.has(keyOf(order))
  }

  /** MUST be on disk before the first byte of the effect is sent. */
  add(order: PerformOrder): void {
    this.#keys.add(keyOf(order))
    writeSync(this.#descriptor, `${keyOf(order)}\n`)
    fsyncSync(this.#descriptor)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function keyOf({ installation, run, attempt }: PerformOrder): string {
  return JSON.stringify([installation, run, attempt.step, attempt.item, attempt.number])
}
