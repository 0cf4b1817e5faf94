import { accountName } from '../../../src/policy/account.ts'
import { exportLog } from '../../../src/audit/export.ts'
import type { ChatBackend } from '../../../src/chat/backend.ts'
import { TARGETS } from '../../run/practice.ts'
import type { Played } from './views-of.ts'
import { viewOf } from '../../words/said.ts'
import { LANGUAGES, speaking } from '../../../src/words/languages.ts'

/** What a play came to, for questions about it: everybody may ask, and nothing can be begun. */
export function playedBackend({ procedure, policies, people, run }: Played): ChatBackend {
  const view = viewOf(run.made)
  return {
    speak: speaking(LANGUAGES),
    loaded: () => ({
      installation: 'practice',
      procedures: Array.from({ length: 30 }, () => procedure),
      leftOut: [],
      policies,
      targets: TARGETS,
      people,
    }),
    findPerson: (account) => {
      const name = accountName(account)
      const person = people.find(({ id }) => id === name)
      return person ? { person } : { refusal: { code: 'no-person', sentence: `There is no ${name}.` } }
    },
    newRun: async () => view.run,
    send: async () => ({ refusal: { code: 'over', sentence: 'Nothing can be begun.' } }),
    view: async () => view,
    lines: async () => [],
    log: async () => exportLog(run.entries, []),
    olderRuns: async () => [],
    choices: async () => ({ not: { is: 'no-worker', site: 'none' } }),
    runs: async () => Array.from({ length: 60 }, () => view),
  }
}
