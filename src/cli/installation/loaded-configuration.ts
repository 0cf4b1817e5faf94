import { loadConfiguration } from '../../config.ts'
import type { Configuration } from '../../config/schema.ts'
import { formatFault } from '../../text/fault.ts'
import { Refused } from '../refused.ts'

/** Refuses with every fault of the file, exit code 2. */
export function loadedConfiguration(path: string): Configuration {
  const loaded = loadConfiguration(path)
  if ('faults' in loaded) throw new Refused(loaded.faults.map(formatFault), 2)
  return loaded.configuration
}
