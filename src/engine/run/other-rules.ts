import { RELEASE_OF_RULES, RULES_VERSION } from '../../audit/rules.ts'
import type { PlainRefusal } from '../../run/facts/refusal.ts'
import type { StoredRun } from './stored-run.ts'

/** A log that mixes rules could be judged by no release, and no worker would act on it. */
export function otherRules(run: string, stored: StoredRun | null): PlainRefusal | undefined {
  const rules = stored?.rules
  if (rules === undefined || rules === RULES_VERSION) return undefined
  const release = RELEASE_OF_RULES[rules]
  return {
    code: 'other-rules',
    sentence: `${run} was begun by rules version ${rules}, and this bot has version ${RULES_VERSION}: it leads no run on whose log no release could judge. End it with ${release === undefined ? 'the release that began it' : `release ${release}`}, or by hand on the estate, with its audit file beside you.`,
  }
}
