import { expect, test } from 'vitest'
import { choicesFor, choicesOfRun, type Offering } from '../../src/chat/ask/choices.ts'
import { en } from '../../src/words/en.ts'
import { PEOPLE } from '../run/practice.ts'
import { ChoosingBackend, logOf, pickCopy } from './choosing.ts'

const person = (id: string) => PEOPLE.find((each) => each.id === id) as (typeof PEOPLE)[number]
const found = async (offered: Record<string, Offering>) => {
  const { copy } = offered
  return copy === undefined || 'needs' in copy ? copy : copy.offer
}
const document = pickCopy().hash

test('what is needed is asked for with its default, and nothing is looked for before its server is answered', async () => {
  const backend = new ChoosingBackend()
  expect(choicesFor(backend, person('dana'), pickCopy(), {})).toEqual({ copy: { all: ['backup', 'database'], needs: ['backup'] } })
  expect(choicesFor(backend, person('dana'), pickCopy(), { backup: 'NOWHERE' })).toEqual({
    copy: { all: ['backup', 'database'], needs: ['backup'] },
  })
  expect(backend.asked).toEqual([])
  expect(await found(choicesFor(backend, person('dana'), pickCopy(), { backup: 'SEC', copy: ' ' }))).toEqual(backend.offer)
  expect(backend.asked).toEqual([{ site: 'b', target: 'SEC', document, name: 'copies', answers: { backup: 'SEC', database: 'mgc' } }])
})

test('who may not start the procedure has nothing looked for', () => {
  const backend = new ChoosingBackend()
  expect(choicesFor(backend, person('amir'), pickCopy(), { backup: 'SEC' })).toEqual({})
  expect(backend.asked).toEqual([])
})

test('nobody is offered what their answer would be refused for', async () => {
  const backend = new ChoosingBackend()
  const offered = async (...values: string[]) => {
    backend.offer = { choices: values.map((value) => ({ title: value, value })), more: true }
    return found(choicesFor(backend, person('dana'), pickCopy(), { backup: 'SEC' }))
  }
  expect(await offered('mgc_1', 'a\u202eb', 'x'.repeat(129))).toEqual({ choices: [{ title: 'mgc_1', value: 'mgc_1' }], more: true })
  expect(await offered('a\u202eb')).toEqual({ not: { is: 'none', target: 'SEC' } })
})

test('a run that still asks is looked for with what it knows; one that has its plan is not', async () => {
  const backend = new ChoosingBackend()
  backend.log = async () => logOf({ backup: 'SECM', database: 'mgc_0' })
  expect(await found(await choicesOfRun(backend, person('dana'), 'R-1', {}))).toEqual(backend.offer)
  expect(backend.asked).toMatchObject([{ target: 'SECM', answers: { backup: 'SECM', database: 'mgc_0' } }])
  backend.log = async () => logOf({ backup: 'SECM', copy: 'mgc_1' })
  expect(await choicesOfRun(backend, person('dana'), 'R-1', {})).toEqual({})
  backend.log = async () => undefined
  expect(await choicesOfRun(backend, person('dana'), 'R-2', {})).toEqual({})
})

test('says what was found, or why nothing was', () => {
  const { offers } = en.card.form
  expect(offers.found({ count: 3, more: false })).toBe('3 found; another one can be typed.')
  expect(offers.found({ count: 100, more: true })).toBe('The first 100 that were found; others can be typed.')
  expect(offers.after(['backup'])).toBe('There is something to choose from once backup is answered.')
  expect(offers.after(['backup', 'pool'])).toBe('There is something to choose from once backup and pool are answered.')
  expect(
    [
      { is: 'no-worker', site: 'b' } as const,
      { is: 'worker-gone', worker: 'anna' } as const,
      { is: 'late', worker: 'anna', ms: 30_000 } as const,
      { is: 'crowded' } as const,
      { is: 'none', target: 'SEC' } as const,
      { is: 'failed', target: 'SEC', why: ['No rights on dbo.copies.', { is: 'no-value', name: 'pool' } as const] } as const,
    ].map((not) => offers.none({ ...not, ...('why' in not ? { why: [...not.why] } : {}) } as Parameters<typeof offers.none>[0])),
  ).toEqual([
    'Nothing to choose from: no worker of site b is connected that holds this document. Type it.',
    'Nothing to choose from: worker anna went away meanwhile. Type it.',
    'Nothing to choose from: worker anna did not answer within 30 s. Type it.',
    'Nothing to choose from: too much is being looked for at this moment. Type it.',
    'Nothing to choose from: SEC has nothing that fits. Type it.',
    'Nothing to choose from: SEC did not answer it. No rights on dbo.copies. `pool` has no value yet. Type it.',
  ])
})
