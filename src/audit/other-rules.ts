import type { Entry, SignedHead } from './entry.ts'
import { RELEASE_OF_RULES, RULES_VERSION } from './rules.ts'

/** The release that decides a log of these rules, where there is one and it is known. */
export function releaseWith(rules: readonly number[]): string | undefined {
  const [only, ...more] = rules
  return only === undefined || more.length > 0 ? undefined : RELEASE_OF_RULES[only]
}

/** The versions that decided these entries, each once, the oldest first. */
export function rulesOf(entries: readonly Entry[]): number[] {
  return ascending(new Set(entries.map((entry) => entry.rules)))
}

/** Those that a log of today's rules mixes where this head is its own. */
export function rulesWith({ rules }: SignedHead): number[] {
  return ascending(new Set([RULES_VERSION, ...(rules === undefined ? [] : [rules])]))
}

function ascending(versions: Iterable<number>): number[] {
  return [...versions].toSorted((a, b) => a - b)
}

/** Why entry `at` is not decided again here, and who can do it. */
export function whyNotJudged(entries: readonly Entry[], at: number): string {
  const theirs = entries.find(({ seq }) => seq === at)?.rules
  const what = `Entry ${at} was decided by rules version ${theirs}, and this program has version ${RULES_VERSION}, so the decision cannot be repeated.`
  return `${what} ${whoCan(rulesOf(entries))}`
}

/** Why a head that the head key signed is not read here, and who can read it. */
export function whyHeadNotRead(head: SignedHead): string {
  const { seq, rules } = head
  const names = rules === undefined ? 'no rules version' : `rules version ${rules}`
  const what = `The head after entry ${seq} names ${names}, and the entries name version ${RULES_VERSION}, so it is not known what the head pins.`
  return `${what} ${whoCan(rules === undefined ? [] : rulesWith(head))}`
}

function whoCan(rules: readonly number[]): string {
  if (rules.length > 1) return `The log mixes the versions ${rules.join(', ')}: no release can judge the whole of it.`
  const release = releaseWith(rules)
  if (release !== undefined) return `Verify it with release ${release} of Countersign.`
  return `No release up to this one (${RELEASE_OF_RULES[RULES_VERSION]}) has these rules: verify it with the release that wrote it.`
}
