import { expect, test } from 'vitest'
import { readCommand } from '../../src/audit/read-command.ts'
import type { Target } from '../../src/procedure/plan-types.ts'
import type { Command } from '../../src/run/command.ts'
import { cancels, claimOf, does, gateOf, reopens, rejects, starts, withdraws } from '../run/acts.ts'
import { running } from '../run/given.ts'
import { PracticeRun } from '../run/practice-run.ts'
import { recorded } from './recorded-log.ts'

/** Targets that say what their servers and machines may call themselves. */
const NAMED: Record<string, Target> = {
  SEC: {
    kind: 'sql-server',
    name: 'SEC',
    host: 'ag1',
    instance: '',
    port: 1433,
    serverName: ['SQLA1', 'SQLB1'],
    site: 'b',
    practice: false,
  },
  shell: { kind: 'powershell', name: 'shell', host: 'sql', machineName: ['SQLA1', 'SQLB1'], site: 'b', practice: false },
}

test('every command of a real run is read as it is', () => {
  for (const { command } of recorded().entries) expect(readCommand(command)).toEqual({ signed: command })
})

test('and so is every other that people and the engine send', () => {
  const sent: Command[] = []
  const run = new PracticeRun()
  run.sign = (command) => {
    sent.push(command)
    return { command, key: 'chat', signature: 'x' }
  }
  for (const act of [
    starts(),
    rejects('carol'),
    withdraws('dana'),
    cancels('dana'),
    reopens('dana'),
    does('dana', { type: 'confirm', step: 1, choice: 'x' }),
  ])
    act(run)
  for (const command of [
    ...sent,
    { run: 'R-1', type: 'lock-refused', lock: 'l', holder: 'R-2' },
    { run: 'R-1', type: 'no-worker', order: 'o', site: 'b', known: [] },
    { run: 'R-1', type: 'configuration-changed', policies: {}, people: [], targets: {} },
    { run: 'R-1', type: 'configuration-changed', policies: {}, people: [], targets: NAMED },
  ]) {
    const signed = { command, key: 'chat', signature: 'x' }
    expect(readCommand(signed)).toEqual({ signed })
  }
  expect(running(gateOf(2), claimOf(2)).run.made.performed).toBe(true)
})

test.each([
  ['nothing', undefined, 'the body'],
  ['a text', 'x', 'the body'],
  ['an unknown kind', { command: { type: 'explode', run: 'R-1' }, key: 'chat', signature: 'x' }, 'command.type'],
  ['too much', { command: { type: 'timer', run: 'R-1', key: 'k', now: true }, key: 'chat', signature: 'x' }, 'command'],
  ['too little', { command: { type: 'timer', run: 'R-1' }, key: 'chat', signature: 'x' }, 'command.key'],
  [
    'results that are none',
    { command: { type: 'observed', run: 'R-1', worker: 'w', site: 'b', boot: 'b', order: 'o', results: null }, key: 'w', signature: 'x' },
    'command.results',
  ],
])('%s is said, with its place', (_, value, place) => {
  const read = readCommand(value)
  expect('fault' in read && read.fault).toMatch(new RegExp(`^This is no command that the product knows: ${place}: `))
})
