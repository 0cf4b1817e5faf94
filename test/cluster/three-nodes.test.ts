/** Three nodes of an engine, of which the one that is named first dies while people press. `npm run cluster` kills each, in the middle of a whole failover. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDrillHouse, type DrillHouse } from '../engine/drill-installation.ts'
import { approve } from '../engine/drill.ts'
import { asConfigured } from './as-configured.ts'
import { canMakeNodes, startNodes, type Nodes } from './nodes.ts'

const RUNS = 6

describe.skipIf(!canMakeNodes)('three nodes (Linux with openssl)', () => {
  let nodes: Nodes
  let house: DrillHouse
  beforeAll(async () => {
    nodes = await startNodes(3)
    house = await openDrillHouse(asConfigured(nodes))
  })
  afterAll(async () => {
    await house.close()
    await nodes.close()
  })

  test('what is pressed as the first one dies is recorded once, and answered; the runs go on', async () => {
    const waiting = await Promise.all(Array.from({ length: RUNS }, () => house.atGate()))
    const pressed = waiting.map(({ run, gate }) => house.client.command(house.byChat(approve(run, 'amir', gate)), `press of ${run}`))
    await nodes.kill(1)
    const later = waiting.map(({ run, gate }) => house.client.command(house.byChat(approve(run, 'carol', gate)), `second press of ${run}`))
    for (const answer of [...pressed, ...later]) expect(await answer).toMatchObject({ accepted: true })
    for (const { run } of waiting) {
      await house.orderWhere(run, 'perform')
      const { entries } = await house.client.history(run)
      const approvals = entries.flatMap(({ command: { command } }) => (command.type === 'approve' ? [command.by.id] : []))
      expect(approvals.toSorted()).toEqual(['amir', 'carol'])
    }
  })
})
