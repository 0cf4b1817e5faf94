import type { Configuration } from '../../config/schema.ts'
import type { WorkerEntry } from '../../engine/keys/public-keys.ts'

/** The workers of the configuration as the engine wants them: keys as PEM. */
export function workerEntries(configuration: Configuration): WorkerEntry[] {
  return Object.entries(configuration.sites).flatMap(([site, { workers }]) =>
    Object.entries(workers).map(([name, { key }]) => ({ name, site, key: pemOf(key) })),
  )
}

/** SPKI PEM of the one-line form that the configuration holds. */
export function pemOf(base64: string): string {
  return `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`
}

/** The one-line form of an SPKI PEM. */
export function lineOf(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '')
}
