import { expect, test } from 'vitest'
import { renderHome } from '../../../src/chat/slack/render/home.ts'
import type { Procedure } from '../../../src/procedure/procedure.ts'
import { en } from '../../../src/words/en.ts'
import { PEOPLE, POLICY, TARGETS } from '../../run/practice.ts'

const COUNT = 120

test('all that a person may start stands on the Home tab, however much that is, in blocks that Slack takes', () => {
  const procedures = Array.from({ length: COUNT }, (_, number): Procedure => ({
    id: `mend-${number}`,
    command: `/mend ${number}`,
    title: `Mend part ${number} of the estate, and see that it serves again`,
    policy: POLICY.id,
    lock: 'estate',
    parameters: [],
    intro: '',
    steps: [],
    text: '',
    hash: '',
  }))
  const person = PEOPLE.find(({ id }) => id === 'dana')
  if (person === undefined) throw new Error('Dana is gone')
  const loaded = { installation: 'practice', procedures, leftOut: [], policies: { [POLICY.id]: POLICY }, targets: TARGETS, people: PEOPLE }
  const { blocks } = renderHome(en, { person, loaded, runs: [], views: [], link: () => undefined })
  const texts = blocks.flatMap((block) => (block.type === 'section' && block.text !== undefined ? [block.text.text] : []))
  expect(texts.join('\n').split('\n').slice(-COUNT)).toEqual(procedures.map(({ command, title }) => `${command}: ${title}`))
  expect(texts.filter(({ length }) => length > 3000)).toEqual([])
  expect(blocks.length).toBeLessThan(100)
})
