import { describe, expect, test } from 'vitest'
import { drawAdaptiveCard } from '../../src/chat/adaptive/adaptive-card.ts'
import { askCancel } from '../../src/chat/ask/cancel.ts'
import { answerRuns } from '../../src/chat/ask/runs.ts'
import type { Button } from '../../src/chat/card/card.ts'
import { drawCard } from '../../src/chat/card/draw-card.ts'
import { runMessage } from '../../src/chat/console/messages.ts'
import { sayRun } from '../../src/chat/tone.ts'
import { askSaid, mentionSaid, overSaid } from '../../src/chat/live/ask-said.ts'
import { askMessage, mentionMessage } from '../../src/chat/slack/show/ask-message.ts'
import { pressForm } from '../../src/chat/slack/forms/press-form.ts'
import { renderCard } from '../../src/chat/slack/render/card.ts'
import { renderHome } from '../../src/chat/slack/render/home.ts'
import type { SaidView } from '../../src/words/said-view.ts'
import { bothApprove, cancels, gateOf, observes, starts, stepOf, theEnd, type Act } from '../run/acts.ts'
import { BY_HAND } from '../run/documents.ts'
import { given } from '../run/given.ts'
import { view } from './views.ts'
import { viewOf } from '../words/said.ts'
import { en } from '../../src/words/en.ts'

const rehearsing = (...acts: Act[]): SaidView => viewOf(given(starts({ rehearsal: true }), ...acts).run.made)
const unready: Act = (run) => (run.ready = false)

/** A rehearsal wherever it can stand. */
const STANDS: [string, SaidView][] = [
  ['asking for what is missing', viewOf(given(starts({ rehearsal: true, answers: {} })).run.made)],
  ['looking', rehearsing()],
  ['at a gate', rehearsing(gateOf(2))],
  ['at a gate with no way back, after findings', rehearsing(gateOf(2), bothApprove, stepOf(5), unready, gateOf(5))],
  ['asking a person', viewOf(given(starts({ rehearsal: true, document: BY_HAND })).run.made)],
  ['over', rehearsing(theEnd)],
  ['over, with stops', rehearsing(stepOf(2), observes(null), unready, theEnd)],
  ['withdrawn', rehearsing(gateOf(2), cancels('dana'))],
]

describe.each(STANDS)('a rehearsal that is %s', (_, shown) => {
  const card = drawCard(shown)
  const adaptive = JSON.stringify(drawAdaptiveCard(card))
  const slack = renderCard(card)

  test('has one tone and one word, which no real run has', () => {
    const { word, tone } = sayRun(en, shown)
    expect(tone).toBe('rehearsal')
    expect(word).toMatch(/^REHEARSAL · /)
    expect(sayRun(en, { ...shown, rehearsal: false }).tone).not.toBe('rehearsal')
    expect(runMessage({ view: shown, progress: undefined })).toMatchObject({ tone: 'rehearsal', state: word })
  })

  test('says so on its card, and nothing on it is in the colours of a real run', () => {
    expect(adaptive).toContain(`◇ ${card.state}`)
    expect(adaptive).toContain('This is a rehearsal: it asks these servers and changes nothing on them.')
    expect(adaptive).not.toMatch(/"(?:style|color)":"(?:good|warning|attention)"/)
    expect(slack.text).toContain('REHEARSAL · ')
    expect(slack.blocks[0]).toMatchObject({ type: 'header', text: { text: `🟪 R-1 · ${card.state}` } })
  })

  test('never looks done', () => {
    for (const drawn of [adaptive, JSON.stringify(slack.blocks)]) expect(drawn).not.toMatch(/✓ Done|✓ \d+\. |NO WAY BACK +(?:– )?done/)
    expect(shown.steps.map(({ state }) => state)).not.toContain('done')
  })

  test('says so before anything is pressed', () => {
    const asked = buttonsOf(card).filter(({ panel }) => panel !== undefined)
    for (const { panel } of asked)
      expect(panel?.lines[0]).toBe(
        'This is a rehearsal: it asks these servers and changes nothing on them, and no approval of it counts for a real run.',
      )
    for (const { data } of asked) expect(JSON.stringify(pressForm(card, shown, data, 'C0INCIDENT'))).toContain('REHEARSAL · R-1')
  })

  test('says so in every list and every message', () => {
    const loaded = { installation: 'practice', procedures: [], leftOut: [], policies: {}, targets: {}, people: [] }
    const person = { id: 'amir', name: 'Amir', groups: ['dba'] }
    const said = [
      answerRuns(en, [shown]),
      askCancel(en, shown, 'why'),
      askMessage(askSaid(shown, undefined, false)),
      askMessage(askSaid(shown, 'https://contoso.slack.com/x', true)),
      mentionMessage(mentionSaid(shown, false, true), 'U0AMIR'),
      askMessage(overSaid(shown, 1)),
      renderHome(en, { person, loaded, runs: [shown], views: [], link: () => undefined }),
    ]
    for (const each of said) expect(JSON.stringify(each)).toContain('REHEARSAL · ')
  })
})

test('at its end the card holds all three lists, also where nothing is in them', () => {
  expect(drawCard(rehearsing(theEnd)).found).toEqual([
    { heading: 'Would stop today: nothing.', lines: [] },
    { heading: 'Cannot be known before an earlier step is done: nothing.', lines: [] },
    { heading: 'Done already: nothing.', lines: [] },
  ])
  expect(JSON.stringify(renderCard(drawCard(rehearsing(theEnd))).blocks)).toContain(
    'Cannot be known before an earlier step is done: nothing.',
  )
})

test('until then, only what was found', () => {
  expect(drawCard(rehearsing(stepOf(2), observes(null), gateOf(2))).found).toEqual([
    { heading: 'Would stop today (1):', lines: ['Step 2 "Stop" has a check that cannot tell: no rights.'] },
  ])
})

test('what a person would do by hand is asked with the word that they must not do it', () => {
  const { confirm } = drawCard(viewOf(given(starts({ rehearsal: true, document: BY_HAND })).run.made))
  expect(confirm).toMatchObject({
    heading: 'REHEARSAL · Step 1 is done by hand',
    ask: 'This is a rehearsal: do nothing. Answer as you would have to. Ring the carrier.',
  })
})

test('what could not be undone is said of the real run', () => {
  const { gate } = drawCard(rehearsing(gateOf(5)))
  expect(gate?.warnings.map(({ heading }) => heading)).toEqual(['In the real run: NO WAY BACK after step 5.'])
  expect(gate?.buttons[0]?.panel?.warnings).toEqual(['In the real run: NO WAY BACK after step 5.'])
  expect(gate?.opens).toBe(
    'Rehearsal: nothing is changed. In the real run this opens steps 5 to 6, to the end: 2 blocks on SEC and management.',
  )
})

test('a list that was gone through is counted once', () => {
  const { steps } = drawCard(rehearsing(gateOf(5)))
  expect(steps[3]).toMatchObject({ state: 'rehearsed', detail: '2 items: 2 rehearsed' })
})

test('a real run has none of it', () => {
  const card = drawCard(view({ phase: 'done' }))
  expect(JSON.stringify([drawAdaptiveCard(card), renderCard(card)])).not.toMatch(/rehears|◇|🟪/i)
  expect(card).toMatchObject({ tone: 'done', state: 'Done', found: [] })
})

function buttonsOf({ gate, form, confirm, leave }: ReturnType<typeof drawCard>): Button[] {
  return [...(gate?.buttons ?? []), ...(form?.buttons ?? []), ...(confirm?.buttons ?? []), ...leave]
}
