/** Passwords that a document asks for: every value is shown in the plan, on the cards and in the log, for ever. */
import type { Report } from '../text/fault.ts'
import type { Parameter } from '../procedure/procedure.ts'

/** The last words of a name: `pfxPassword`, `apiKey`; `passwordAge` is none. */
const NAMED = /(^| )(password|passwd|pwd|passphrase|secrets?|credentials?|token|pin|api key|private key|access key)$/
/** A question for the thing itself: "The password of the file", "Which password …". Whose password it is, may be asked. */
const ASKED =
  /^(please )?(enter |type |give )?((the|a|an|your|its|which|what is|what's) )*((new|old|current|administrator'?s?|admin|service|master) )*(password|passphrase|secret|credentials?|api key|private key|access token)\b/i
const ASKED_OTHERWISE = /(암호|비밀번호)(를|은|는|가|이)?\s*(입력|무엇)/

export function checkSecrets(parameters: readonly Parameter[], report: Report): void {
  for (const { name, ask, type, line } of parameters) {
    if (type.of !== 'text') continue
    const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
    if (!NAMED.test(words) && !ASKED.test(ask.trim()) && !ASKED_OTHERWISE.test(ask)) continue
    report(
      line,
      `\`${name}\` asks for a secret, and what is answered stands in the plan, on every card and in the log`,
      'make its type `secret`, which is answered with the name of a configured one, or keep it where the block runs',
    )
  }
}
