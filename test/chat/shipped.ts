import { join } from 'node:path'
import { loadInstallation, type Installation } from '../../src/cli/installation/load-installation.ts'

let read: Installation | undefined

/** The repository's own configuration with all its documents, which costs seconds to read: once in a process. Whoever changes it changes it for others. */
export function shipped(): Installation {
  read ??= loadInstallation(join(import.meta.dirname, '../../countersign.yaml'))
  return read
}
