import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A state directory of a test: short, because the engine's sockets lie below it. */
export function stateDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cs-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
