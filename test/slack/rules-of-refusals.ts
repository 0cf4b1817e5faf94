/** Everything that must not get past the door, the account check, the card and the form. */
import { rulesOfRefusals } from '../conversation/rules-of-refusals.ts'
import { AT_THE_DOOR } from './refusals-at-the-door.ts'
import { BY_ACCOUNT } from './refusals-by-account.ts'
import { BY_BUTTON } from './refusals-by-button.ts'
import { BY_FORM } from './refusals-by-form.ts'
import type { Scene } from './refusal-scene.ts'

export function rulesOfSlackRefusals(scene: Scene): void {
  rulesOfRefusals(
    [
      ['a request', AT_THE_DOOR],
      ['an account', BY_ACCOUNT],
      ['a button', BY_BUTTON],
      ['a form or a line', BY_FORM],
    ],
    scene,
  )
}
