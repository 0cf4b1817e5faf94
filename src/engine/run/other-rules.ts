import { RELEASE_OF_RULES, RULES_VERSION } from '../../audit/rules.ts'
import type { RuleRefusal } from '../../run/facts/refusal.ts'
import type { StoredRun } from './stored-run.ts'

/** A log that mixes rules could be judged by no release, and no worker would act on it. */
export function otherRules(run: string, stored: StoredRun | null): RuleRefusal | undefined {
  const rules = stored?.rules
  if (rules === undefined || rules === RULES_VERSION) return undefined
  const release = RELEASE_OF_RULES[rules]
  return { code: 'other-rules', facts: { run, rules, ours: RULES_VERSION, ...(release !== undefined && { release }) } }
}
