/**
 * How runs and the rest lie in the engine's store, and what bot and worker say to each other. Raised whenever the release before would read either of them otherwise:
 * what names another number is refused, never read as if it were ours.
 */
export const STATE_VERSION = 8

/** Releases up to 0.3.0 wrote no number. */
const RELEASE_OF_STATE: Readonly<Record<number, string>> = { 4: '0.4.0', 5: '0.5.0', 6: '0.6.0', 7: '0.7.0', 8: '0.8.0' }

/** `state version 5`, or that none is named. `theirs`: as it was found, whatever that is. */
export function stateNamed(theirs: unknown): string {
  return Number.isSafeInteger(theirs) ? `state version ${String(theirs)}` : 'no state version, as of a release up to 0.3.0'
}

/** The release that writes this number, in the middle of a sentence. */
export function releaseOfState(theirs: unknown): string {
  const release = typeof theirs === 'number' ? RELEASE_OF_STATE[theirs] : undefined
  return release === undefined ? 'the release that wrote it' : `release ${release}`
}

/** What a bot and a worker of two releases are told, each about the other. `who` and `whom`: as they begin a sentence, and stand within one. */
export function twoReleases(who: string, theirs: unknown, whom: string, then: string): string {
  return `${who} names ${stateNamed(theirs)}, and ${whom} has version ${STATE_VERSION}: ${then}. Stop the bot and all its workers, then start them all with the same release (docs/upgrading.md).`
}
