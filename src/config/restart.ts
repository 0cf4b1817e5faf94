/** What of a configuration a running bot takes in, and what waits for its next start. */
import type { Configuration } from './schema.ts'

/** Everything else was read once, by what runs: the console, the keys, the connections to Slack and Teams. */
const ALIVE: ReadonlySet<string> = new Set<keyof Configuration>(['commands', 'approvals', 'readers', 'secrets', 'targets'])

/**
 * The configuration as it counts now beside what the bot was started with. `waiting` names what counts from the next start only:
 * keys of the file, and targets that this start must not know (something real beside "speak as", a site without its workers).
 */
export function asRunning(read: Configuration, running: Configuration): { configuration: Configuration; waiting: string[] } {
  const keys = new Set([...Object.keys(read), ...Object.keys(running)] as (keyof Configuration)[])
  const kept = [...keys].filter((key) => !ALIVE.has(key) && JSON.stringify(read[key]) !== JSON.stringify(running[key]))
  const standing = Object.entries(read.targets).filter(
    ([, { practice, site }]) => (practice || !running.practice) && Object.hasOwn(running.sites, site),
  )
  const targets = Object.fromEntries(standing)
  const left = Object.keys(read.targets).filter((name) => !Object.hasOwn(targets, name))
  return {
    configuration: {
      ...running,
      commands: read.commands,
      approvals: read.approvals,
      readers: read.readers,
      secrets: read.secrets,
      targets,
    },
    waiting: [...kept, ...left.map((name) => `target ${name}`)],
  }
}
