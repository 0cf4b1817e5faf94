/** Everything that must not get past the account check, the card and the line. */
import { beforeAll } from 'vitest'
import { rulesOfRefusals } from '../conversation/rules-of-refusals.ts'
import { sceneIn, type Scene } from './refusal-scene.ts'
import { BY_ACCOUNT } from './refusals-by-account.ts'
import { BY_BUTTON } from './refusals-by-button.ts'
import { BY_LINE } from './refusals-by-line.ts'
import type { TeamsHouse } from './teams-installation.ts'

export function rulesOfTeamsRefusals(house: TeamsHouse): void {
  const scene = {} as Scene
  beforeAll(async () => void Object.assign(scene, await sceneIn(house)))
  rulesOfRefusals(
    [
      ['an account', BY_ACCOUNT],
      ['a button', BY_BUTTON],
      ['a line', BY_LINE],
    ],
    scene,
  )
}
