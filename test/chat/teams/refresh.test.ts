/** A card as the one person sees it who asks for it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { en } from '../../../src/words/en.ts'
import type { TeamsRefusal } from '../../../src/words/teams-words.ts'
import { inputsIn } from '../../conversation/read-card.ts'
import { gate, view } from '../views.ts'
import { cardIn, openDesk, pressed, saidBy, type Desk } from './desk.ts'

let desk: Desk
const REFUSED: TeamsRefusal = { of: 'place', because: 'direct' }

beforeEach(() => {
  desk = openDesk()
  desk.backend.views.set('R-7', view({ phase: 'waiting', gate: gate() }))
})

describe('a card that is asked for', () => {
  const refresh = (more: object = {}) => pressed({ v: 1, act: 'refresh', run: 'R-7', ...more })

  test('is the one of who asks', async () => {
    const mine = await desk.take({ ...refresh(), from: { id: '29:amir' } })
    const theirs = await desk.take(refresh())
    expect(mine).toMatchObject({ status: 200, body: { type: 'application/vnd.microsoft.card.adaptive' } })
    expect(mine).not.toEqual(theirs)
    expect(desk.backend.sent).toEqual([])
  })

  test('names whom nobody reached there', async () => {
    desk.context.notTold = (run, channel, words) => [words.live.card.notTold({ person: `Erin (${run}, ${channel})`, fault: 'No account.' })]
    const says = JSON.stringify(cardIn(await desk.take(refresh())))
    expect(says).toContain('Erin (R-7, 19:incident@thread.tacv2) was not told: No account. Tell them yourself.')
  })

  test('has in its form what was typed and not sent', async () => {
    desk.backend.views.set(
      'R-7',
      view({ phase: 'gathering', questions: [{ name: 'pool', ask: 'Which pool?', type: 'fqdn', required: true }] }),
    )
    const answer = await desk.take(refresh({ 'answer.pool': 'half', 'answer.other': 7 }))
    expect(inputsIn(cardIn(answer))).toMatchObject([{ value: 'half' }])
  })

  test('is refused with a sentence', async () => {
    expect(saidBy(await desk.take({ ...refresh(), from: { id: '29:stranger' } }))).toEqual([
      'No person of people.yaml has the account stranger. Ask for it to be added.',
    ])
    expect(saidBy(await desk.take(refresh({ run: 'R-8' })))).toEqual(['There is no run R-8. /countersign runs lists them.'])
    desk.refusals.roster = REFUSED
    expect(saidBy(await desk.take(refresh()))).toEqual([en.teams.refusal(REFUSED)])
    desk.refusals = {}
    desk.backend.view = () => Promise.reject(new Error('the engine is away'))
    expect(saidBy(await desk.take(refresh()))).toEqual([en.live.noEngine])
  })
})
