/** English. */
import { spoken } from '../text/instant.ts'
import { sayValueFault } from '../procedure/say/value-fault.ts'
import { planFault } from './en/plans.ts'
import { attentions } from './en/attentions.ts'
import { barring } from './en/parts.ts'
import { linesOfGates } from './en/lines-of-gates.ts'
import { card } from './en/card/card.ts'
import { notes } from './en/notes/notes.ts'
import { live } from './en/live/live.ts'
import { slack } from './en/slack/slack.ts'
import { teams } from './en/teams/teams.ts'
import { consoleWords } from './en/console/console.ts'
import { page } from './en/console/page.ts'
import { endings } from './en/closings.ts'
import { head, linesOfRuns } from './en/lines-of-runs.ts'
import { linesOfWork } from './en/lines-of-work.ts'
import { notAsked, refusals } from './en/refusals.ts'
import { rehearsalLists, rehearsalMark } from './en/rehearsal.ts'
import { remarks } from './en/remarks.ts'
import { decided, missing, statuses, stepDetails } from './en/statuses.ts'
import { emptyValue } from './en/values.ts'
import { workerFault } from './en/worker/worker.ts'
import type { Words } from './words.ts'

export const en: Words = {
  tag: 'en',
  refusals,
  notAsked,
  barring,
  workerFault,
  remarks,
  valueFault: sayValueFault,
  planFault,
  attentions,
  endings,
  lines: { ...linesOfRuns, ...linesOfGates, ...linesOfWork },
  head,
  statuses,
  stepDetails,
  decided,
  missing,
  duration: spoken,
  emptyValue,
  card,
  notes,
  live,
  slack,
  teams,
  console: consoleWords,
  page,
  rehearsalMark,
  rehearsalLists,
}
