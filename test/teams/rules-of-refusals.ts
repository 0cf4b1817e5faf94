/** Everything that must not get past the account check, the card and the line: each with its sentence, and nothing recorded. */
import { beforeAll, describe, expect, test } from 'vitest'
import { sceneIn, type Refusal, type Scene } from './refusal-scene.ts'
import { BY_ACCOUNT } from './refusals-by-account.ts'
import { BY_BUTTON } from './refusals-by-button.ts'
import { BY_LINE } from './refusals-by-line.ts'
import type { TeamsHouse } from './teams-installation.ts'

const TABLE: [string, Refusal[]][] = [
  ['an account', BY_ACCOUNT],
  ['a button', BY_BUTTON],
  ['a line', BY_LINE],
]

export function rulesOfRefusals(house: TeamsHouse): void {
  const scene = {} as Scene
  beforeAll(async () => void Object.assign(scene, await sceneIn(house)))

  test('the table holds at least sixty refusals, each with a name of its own', () => {
    const names = TABLE.flatMap(([what, refusals]) => refusals.map(({ name }) => `${what} ${name}`))
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(new Set(names).size).toBe(names.length)
  })

  describe.each(TABLE)('%s', (_what, refusals) => {
    test.each(refusals)('$name', async (refusal) => {
      const { status = 200, says, leaves = 'nothing' } = refusal
      const before = await scene.entries(scene.waiting.run)
      const begun = async (): Promise<string[]> => (await scene.console.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)
      const runs = await begun()
      const outcome = await refusal.try(scene)
      expect(outcome).toEqual({ status, says: typeof says === 'string' ? says : expect.stringMatching(says) })
      const after = await scene.entries(scene.waiting.run)
      expect(after.slice(before.length).map(({ events }) => events.map(({ type }) => type))).toEqual(
        leaves === 'nothing' ? [] : [['heard', 'refused']],
      )
      expect(await begun()).toEqual(runs)
    })
  })
}
