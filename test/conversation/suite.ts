/** The conversation as every platform must hold it. Each platform brings a driver; none brings rules of its own. */
import { afterAll, beforeAll, describe } from 'vitest'
import { rulesOfAnswers } from './rules-of-answers.ts'
import { rulesOfDeviations } from './rules-of-deviations.ts'
import { rulesOfEnds } from './rules-of-ends.ts'
import { rulesOfGates } from './rules-of-gates.ts'
import { rulesOfStarting } from './rules-of-starting.ts'
import type { Stage } from './stage.ts'

export interface Opened extends Stage {
  close(): Promise<void>
}

/** `open` is called once; all rules are tried in one house. */
export function conversationSuite(name: string, open: () => Promise<Opened>): void {
  describe(`a conversation on ${name}`, () => {
    const stage = {} as Stage
    let opened: Opened | undefined
    beforeAll(async () => {
      opened = await open()
      Object.assign(stage, opened)
    })
    afterAll(() => opened?.close())
    rulesOfStarting(stage)
    rulesOfGates(stage)
    rulesOfEnds(stage)
    rulesOfDeviations(stage)
    rulesOfAnswers(stage)
  })
}
