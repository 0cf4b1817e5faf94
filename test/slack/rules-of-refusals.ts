/** Everything that must not get past the door, the account check, the card and the form: each with its sentence, and nothing recorded. */
import { describe, expect, test } from 'vitest'
import { BY_ACCOUNT } from './refusals-by-account.ts'
import { BY_BUTTON } from './refusals-by-button.ts'
import { BY_FORM } from './refusals-by-form.ts'
import type { Scene } from './refusal-scene.ts'
import { AT_THE_DOOR, type Refusal } from './refusals-at-the-door.ts'

const TABLE: [string, Refusal[]][] = [
  ['a request', AT_THE_DOOR],
  ['an account', BY_ACCOUNT],
  ['a button', BY_BUTTON],
  ['a form or a line', BY_FORM],
]

export function rulesOfRefusals(scene: Scene): void {
  test('the table holds at least sixty refusals, each with a name of its own', () => {
    const names = TABLE.flatMap(([what, refusals]) => refusals.map(({ name }) => `${what} ${name}`))
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(new Set(names).size).toBe(names.length)
  })

  describe.each(TABLE)('%s', (_what, refusals) => {
    test.each(refusals)('$name', async (refusal) => {
      const { status, says, leaves = 'nothing' } = refusal
      const before = await scene.entries(scene.waiting.run)
      const begun = async (): Promise<string[]> => (await scene.console.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)
      const runs = await begun()
      const outcome = await refusal.try(scene)
      if (typeof says === 'string') expect(outcome).toEqual({ status, says })
      else {
        expect(outcome.status).toBe(status)
        expect(outcome.says).toMatch(says)
      }
      const after = await scene.entries(scene.waiting.run)
      expect(after.slice(before.length).map(({ events }) => events.map(({ type }) => type))).toEqual(
        leaves === 'nothing' ? [] : [['heard', 'refused']],
      )
      expect(await begun()).toEqual(runs)
    })
  })
}
