/** The conversation as every platform must hold it. Each platform brings a driver; none brings rules of its own. */
import { afterAll, beforeAll, describe } from 'vitest'
import { rulesOfAnswers } from './rules-of-answers.ts'
import { rulesOfDeviations } from './rules-of-deviations.ts'
import { rulesOfEnds } from './rules-of-ends.ts'
import { rulesOfGates } from './rules-of-gates.ts'
import { rulesOfLongRuns } from './rules-of-long-runs.ts'
import { rulesOfRehearsals } from './rules-of-rehearsals.ts'
import { rulesOfStarting } from './rules-of-starting.ts'
import type { Stage } from './stage.ts'

export interface Opened extends Stage {
  close(): Promise<void>
}

const ALL = [rulesOfStarting, rulesOfGates, rulesOfEnds, rulesOfDeviations, rulesOfRehearsals, rulesOfLongRuns, rulesOfAnswers]
/** What another way to the same platform must prove: everything that goes over it, and not every rule again. */
export const CORE = [rulesOfStarting, rulesOfGates]

/** `open` is called once; all rules are tried in one house. */
export function conversationSuite(name: string, open: () => Promise<Opened>, chapters = ALL): void {
  describe(`a conversation on ${name}`, () => {
    const stage = {} as Stage
    let opened: Opened | undefined
    beforeAll(async () => {
      opened = await open()
      Object.assign(stage, opened)
    })
    afterAll(() => opened?.close())
    for (const rules of chapters) rules(stage)
  })
}
