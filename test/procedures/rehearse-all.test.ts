/** Every procedure of `commands/`, rehearsed where everything is in its place. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { EstateState } from '../estate/state/estate-state.ts'
import { findPool } from '../estate/state/topology.ts'
import { refusalSaid, remarksSaid } from '../words/said.ts'
import { actor } from './people.ts'
import { FRONT_END, P2, VALUES } from './situations.ts'
import { openStage } from './stage.ts'

const stage = await openStage({ seed: 'healthy' })
afterAll(() => stage[Symbol.asyncDispose]())

/** The steps at which the real run would stop today, because nothing has failed, and nothing was exported. */
const STOPS: Record<string, string[]> = {
  'failback-persistent-chat': [
    'see-that-both-databases-are-as-they-must-be',
    'take-the-active-servers-away',
    'remove-the-mirroring-of-the-backup-database',
  ],
  'failover-response-groups': ['import-the-response-groups-into-the-backup-pool'],
  'restore-chat-data': ['see-what-is-there'],
  'setup-mirror': ['look-before-anything-is-made'],
  'setup-log-shipping': ['look-before-the-receiving-server-is-overwritten'],
}

const documents = readdirSync(join(import.meta.dirname, '../../commands')).flatMap((name) =>
  /^(?!rules)[a-z-]+\.md$/.test(name) ? [name.replace(/\.md$/, '')] : [],
)

test('every procedure is rehearsed here', () => {
  expect(documents.toSorted()).toEqual(Object.keys(VALUES).toSorted())
})

test.each(Object.keys(VALUES))('%s: a rehearsal asks every gate, changes nothing, and finds no stop that it made itself', async (id) => {
  const { phase, verdict, gates, state, effects } = await stage.play(id, VALUES[id] ?? {}, { rehearse: true })
  const steps = state.plan?.steps ?? []
  const today = state.findings.flatMap(({ step, before }) => (before === undefined ? [steps[step - 1]?.id] : []))
  const passed = new Set(state.steps.flatMap(({ done }, index) => (done?.how === 'passed-over' ? [steps[index]?.id] : [])))
  const asked = steps.filter(({ gate, id: step }) => gate !== undefined && !passed.has(step)).map((step) => step.id)
  expect({ phase, verdict, effects, today }).toEqual({ phase: 'done', verdict: 'intact', effects: [], today: STOPS[id] ?? [] })
  expect(gates).toEqual(expect.arrayContaining(asked))
})

test('a rehearsal where something is wrong says what would stop today, and goes on to its end', async () => {
  const given = (state: EstateState): void => {
    for (const service of findPool(state.topology, P2)?.servers[1]?.services ?? []) service.status = 'Stopped'
  }
  const { phase, state, gates } = await stage.play('drain-front-end', FRONT_END, { rehearse: true, given })
  const said = state.findings.map(({ step, before, detail }) => ({ step, before, detail: remarksSaid(detail) }))
  const detail = 'other Front Ends: 2; not serving users: 1; there must be another one, and none may be away'
  expect({ phase, said, gates }).toEqual({
    phase: 'done',
    said: [{ step: 1, before: undefined, detail }],
    gates: ['move-its-users-away-and-stop-it'],
  })
})

test('what was approved in a rehearsal opens no gate of the real run', async () => {
  const rehearsed = await stage.play('drain-front-end', FRONT_END, { rehearse: true })
  const { run, state } = await stage.play('drain-front-end', FRONT_END, { stopAt: 'move-its-users-away-and-stop-it' })
  const [practised, real] = [rehearsed.state.gates.at(-1), state.gates.at(-1)]
  if (practised === undefined || real === undefined) throw new Error('both have a gate')
  const refusal = run.ask({ type: 'approve', by: actor('amir'), gate: real.number, fingerprint: practised.fingerprint })
  expect(refusal && refusalSaid(refusal).code).toBe('stale-plan')
  expect(run.state?.gates.at(-1)?.approvals).toEqual([])
})
