import { expect, test } from 'vitest'
import { whoActs } from '../../../src/chat/teams/show/teams-messages.ts'
import { gate, view } from '../../chat/views.ts'

const ALL = ['amir', 'bob', 'carol', 'dana', 'erin']

test('at a gate those who are asked come first, then who was called, who may reject, and who asked for the run; nobody twice', () => {
  const waiting = gate({ asked: ['carol'], called: { people: ['erin'], since: '2026-11-21T03:22:10.000Z' }, mayReject: ['amir', 'carol'] })
  expect(whoActs(view({ phase: 'waiting', gate: waiting }), ALL)).toEqual(['carol', 'erin', 'amir', 'dana'])
})

test('where no gate stands it is the one who asked, and everybody where the run needs people', () => {
  expect(whoActs(view(), ALL)).toEqual(['dana'])
  const attention = { step: 4, reason: 'failed' as const, sentence: 'Step 4 failed.', offers: [], mayBeginFrom: [] }
  expect(whoActs(view({ phase: 'attention', attention }), ALL)).toEqual(['dana', 'amir', 'bob', 'carol', 'erin'])
})
