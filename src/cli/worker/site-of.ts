import type { Configuration } from '../../config/schema.ts'
import { Refused } from '../refused.ts'

/** The site that lists this worker, and how. */
export function siteOf(configuration: Configuration, name: string): [string, Configuration['sites'][string]['workers'][string]] {
  for (const [site, { workers }] of Object.entries(configuration.sites)) {
    const entry = workers[name]
    if (entry) return [site, entry]
  }
  const known = Object.values(configuration.sites).flatMap(({ workers }) => Object.keys(workers))
  throw new Refused(
    `there is no worker ${name} in the configuration; it lists ${known.join(', ') || 'none'}. Run "countersign worker ${name} --init" and add it.`,
  )
}
