/** A procedure whose form offers what the estate has, and a backend behind which a test says what that is. */
import { exportLog } from '../../src/audit/export.ts'
import type { ChatBackend, ChoicesAsked, Loaded } from '../../src/chat/backend.ts'
import { readProcedure } from '../../src/procedure/document/read-procedure.ts'
import type { Offer } from '../../src/run/view/offered.ts'
import { starts } from '../run/acts.ts'
import { RUN as RUN_BLOCK, CHECK } from '../run/documents.ts'
import { given } from '../run/given.ts'
import { PEOPLE, POLICY, TARGETS } from '../run/practice.ts'

const TEXT = `---
command: /pick copy
title: Pick a copy
policy: disaster-recovery
lock: copy/{copy}
parameters:
  backup: { type: sql-server, ask: "Which server?" }
  database: { type: database, ask: "Which database?", default: mgc }
  copy: { type: database, ask: "Which copy?", choices-from: copies, example: mgc_1 }
---

When one is to be picked.

\`\`\`sql choices on=backup name=copies
SELECT d.name FROM sys.databases d WHERE d.name <> @database;
\`\`\`

## Bring it online

What it means for {copy}.

\`\`\`yaml
gate: disaster-recovery
\`\`\`

${RUN_BLOCK}
${CHECK}
`

export const PICK = { id: 'pick-copy', text: TEXT }

export function pickCopy(): Loaded['procedures'][number] {
  const read = readProcedure('commands/pick-copy.md', TEXT)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.procedure
}

/** The log of a run of it with these answers. */
export function logOf(answers: Record<string, string>): string {
  return exportLog(given(starts({ document: PICK, answers })).run.entries, [])
}

export class ChoosingBackend implements Pick<ChatBackend, 'choices' | 'loaded' | 'log'> {
  readonly asked: ChoicesAsked[] = []
  offer: Offer = { choices: [{ title: 'of Monday', value: 'mgc_1' }], more: false }
  log: ChatBackend['log'] = async () => undefined

  loaded(): Loaded {
    return {
      installation: 'practice',
      procedures: [pickCopy()],
      leftOut: [],
      policies: { [POLICY.id]: POLICY },
      targets: TARGETS,
      people: PEOPLE,
    }
  }

  async choices(asked: ChoicesAsked): Promise<Offer> {
    this.asked.push(asked)
    return this.offer
  }
}
