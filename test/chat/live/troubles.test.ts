import { expect, test } from 'vitest'
import { inOrderOfNeed, type Trouble } from '../../../src/chat/live/connection-state.ts'

const trouble = (part: string, minute: number): Trouble => ({
  part,
  says: part,
  since: `2026-11-29T03:${String(minute).padStart(2, '0')}:00.000Z`,
})

test('what does not work at all is said first, then the newest: fifty old troubles hide no new one', () => {
  const old = Array.from({ length: 50 }, (_, index) => trouble(`R-${index}/person/U1`, index))
  const said = inOrderOfNeed([...old, trouble('events', 1), trouble('R-51/card', 55), trouble('web', 2)]).map(({ part }) => part)
  expect(said.slice(0, 4)).toEqual(['web', 'events', 'R-51/card', 'R-49/person/U1'])
  expect(said).toHaveLength(53)
})
