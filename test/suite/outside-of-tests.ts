import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What was thrown where no test awaited it. `file`: the test file that ran meanwhile, from the project's root; absent where the runner cannot tell. */
export interface ThrownOutside {
  file?: string
  text: string
}

/** Writes what was thrown outside of the tests as JSON: it fails a run, and the runner's own report does not hold it. */
export class OutsideOfTests implements Reporter {
  readonly #to: string

  constructor(to: string) {
    this.#to = to
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    mkdirSync(dirname(this.#to), { recursive: true })
    writeFileSync(this.#to, JSON.stringify(errors.map(thrownOutside), undefined, 2))
  }
}

function thrownOutside(error: SerializedError): ThrownOutside {
  const text = error.stack ?? error.message ?? JSON.stringify(error)
  const path: unknown = error['VITEST_TEST_PATH']
  return typeof path === 'string' ? { file: relative('.', path), text } : { text }
}
