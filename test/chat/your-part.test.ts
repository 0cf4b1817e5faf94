/** A button that would only refuse a person is not shown to them where a platform shows each person their own. */
import { expect, test } from 'vitest'
import { runMessage } from '../../src/chat/console/messages.ts'
import { cannotReject } from '../../src/chat/card/your-part.ts'
import { gate, view } from './views.ts'
import { en } from '../../src/words/en.ts'

const waiting = view({ phase: 'waiting', gate: gate({ asked: ['bob', 'carol'], approved: ['amir'], mayReject: ['amir', 'bob', 'carol'] }) })

/** Labels of the gate's buttons, and the sentence at their place. */
function atGate(person?: string): { buttons: string[]; says: string[] } {
  const message = runMessage({ view: waiting, progress: undefined }, { person, words: en })
  if (message.type !== 'run') throw new Error('no card')
  const box = JSON.stringify(message.card.body.find((element) => 'id' in element && element.id === 'gate'))
  return {
    buttons: [...box.matchAll(/"title":"(Approve…|Reject…)"/g)].map(([, title = '']) => title),
    says: [...box.matchAll(/"text":"(You (?:cannot|have) [^"]*)"/g)].map(([, text = '']) => text),
  }
}

test('who can approve is offered both', () => {
  expect(atGate('bob')).toMatchObject({ buttons: ['Approve…', 'Reject…'] })
  expect(atGate('bob').says.filter((words) => words.startsWith('You cannot'))).toEqual([])
})

test('who asked for the run is told at the place of the button why it is not there', () => {
  expect(atGate('dana')).toMatchObject({
    buttons: [],
    says: ['You cannot approve gate 2: Dana Ruiz asked for this run. To have it approved, reach those who are still needed.'],
  })
})

test('who is in no group of the gate, too', () => {
  expect(atGate('erin')).toMatchObject({
    buttons: [],
    says: ['You cannot approve gate 2: you are not in dba or uc-leads. To have it approved, reach those who are still needed.'],
  })
})

test('who is barred and in its groups may still reject', () => {
  const barred = gate({ asked: [], mayReject: ['dana'] })
  const message = runMessage({ view: view({ phase: 'waiting', gate: barred }), progress: undefined }, { person: 'dana', words: en })
  const said = JSON.stringify(message)
  expect(said).toContain(
    'You cannot approve gate 2: Dana Ruiz asked for this run. You may reject it; to have it approved, reach those who are still needed.',
  )
  expect(said).toContain('Reject…')
  expect(said).not.toContain('Approve…')
})

test('who has approved counts once, and may still reject', () => {
  expect(atGate('amir')).toMatchObject({
    buttons: ['Reject…'],
    says: ['You have approved gate 2, and count once. You may still reject it.'],
  })
})

test('where nobody is known, the card is the one for all', () => {
  expect(atGate().buttons).toEqual(['Approve…', 'Reject…'])
})

test('who may not reject is told so before they write a reason', () => {
  expect(cannotReject(en, gate(), 'Erin Seo')).toBe('Erin Seo is not in dba or uc-leads, so Erin Seo cannot reject gate 2.')
})
