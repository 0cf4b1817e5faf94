/** For every test: how many assertions it made, into the report, so that a faster suite can be shown to judge as much as the slower one. */
import { afterEach, expect } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Calls of `expect` of this test, a poll is one. */
    assertions?: number
  }
}

afterEach(({ task }) => {
  task.meta.assertions = expect.getState().assertionCalls
})
