/** A file in the worker's folder of results, named by the hash of what it holds: the whole of what an entry shows a part of. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptWhat, WorkerFault } from '../../run/facts/worker-fault.ts'

export interface Whole {
  sha256: string
  bytes: number
}

export class KeptFile {
  readonly #folder: string
  readonly #what: KeptWhat
  #file: { descriptor: number; path: string; bytes: number; hash: ReturnType<typeof createHash> } | undefined
  /** Why the whole is in no file. What was to be kept has happened all the same. */
  unkept: WorkerFault | undefined

  constructor(folder: string, what: KeptWhat) {
    this.#folder = folder
    this.#what = what
  }

  write(text: string): void {
    const bytes = Buffer.from(text)
    this.#onDisk(() => {
      this.#file ??= this.#open()
      writeAll(this.#file.descriptor, bytes)
      this.#file.hash.update(bytes)
      this.#file.bytes += bytes.length
    })
  }

  /** Its name and size; undefined when nothing was written, or not all of it. */
  end(): Whole | undefined {
    const file = this.#file
    if (!file) return undefined
    const sha256 = file.hash.digest('hex')
    this.#onDisk(() => {
      closeSync(file.descriptor)
      renameSync(file.path, join(this.#folder, `${sha256}.jsonl`))
    })
    return this.unkept === undefined ? { sha256, bytes: file.bytes } : undefined
  }

  /** A disk that is full must not end a worker in the middle of a statement: the rest is not kept, and that is said. */
  #onDisk(act: () => void): void {
    if (this.unkept !== undefined) return
    try {
      act()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      this.unkept = { is: 'whole-not-kept', what: this.#what, folder: this.#folder, code }
      this.#giveUp()
    }
  }

  #giveUp(): void {
    const file = this.#file
    this.#file = undefined
    if (file === undefined) return
    try {
      closeSync(file.descriptor)
      rmSync(file.path, { force: true })
    } catch {
      // It was closed already, or its disk answers nothing any more: there is nothing left to do about it.
    }
  }

  #open() {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, `${randomUUID()}.part`)
    return { descriptor: openSync(path, 'wx', 0o600), path, bytes: 0, hash: createHash('sha256') }
  }
}

/** `writeSync` may take less than it is given. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from)
}
