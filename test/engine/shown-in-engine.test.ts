/** How far runs are shown: asked of the engine all at once at a start, and one by one afterwards. */
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import { shownInEngine, type ShownInEngine, shownRuns } from '../../src/engine/conversation/conversation-object.ts'
import type { ShownTo } from '../../src/engine/conversation/outbox.ts'
import { inside, secretOf } from '../../src/engine/proof/inside.ts'
import { sealedState } from '../../src/engine/proof/sealed-state.ts'

const strangers = { noticed: () => undefined }
const secret = secretOf(generateKeyPairSync('ed25519').privateKey, 'state')
const to = (seq: number): ShownTo => ({ seq, beyond: [], given: [], card: 'c' })
/** As a conversation's record lies in the store. */
const written = (place: string[], value: unknown) =>
  secret.seal(JSON.stringify(['state', ...place]), { stateVersion: STATE_VERSION, version: 1, value })

let asked: string[]
let shown: ShownInEngine
beforeEach(() => {
  asked = []
  const client = {
    shown: async (key: string, run: string) => {
      asked.push(`${key} ${run}`)
      return to(99)
    },
    noteShown: async () => undefined,
    history: async () => ({ entries: [], heads: [] }),
  }
  shown = shownInEngine(client, inside(secret, strangers))
})

test('a record counts where the bot wrote it in this very place, and nowhere else', async () => {
  const rows = [
    { key: 'console/ops', name: 'R-1', value: written(['Conversation', 'console/ops', 'R-1'], to(3)) },
    { key: 'slack/C1', name: 'R-1', value: written(['Conversation', 'slack/C1', 'R-1'], to(2)) },
    { key: 'slack/C1', name: 'R-2', value: written(['Conversation', 'slack/C1', 'R-1'], to(9)) },
    { key: 'slack/C1', name: 'R-3', value: written(['Lock', 'slack/C1', 'R-3'], to(9)) },
    { key: 'slack/C1', name: 'R-4', value: to(9) },
    { key: 'slack/C1', name: 'R-5', value: undefined },
  ].map((row) => ({ object: 'Conversation', ...row }))
  const states = (objects: readonly string[]) => Promise.resolve(objects.join() === 'Conversation' ? rows : [])
  expect(await shownRuns({ states }, sealedState(secret, strangers))).toEqual([
    { conversation: 'console/ops', run: 'R-1', to: to(3) },
    { conversation: 'slack/C1', run: 'R-1', to: to(2) },
  ])
})

test('what was read beforehand is not asked again; what was not wanted, or is not there, is', async () => {
  const all = ['R-1', 'R-2'].map((run) => ({ conversation: 'slack/C1', run, to: to(3) }))
  await shown.readBeforehand(Promise.resolve(all), (run) => run !== 'R-2')
  const seqs = []
  for (const run of ['R-1', 'R-2', 'R-3']) seqs.push((await shown.memory.shown('slack/C1', run))?.seq)
  expect([seqs, asked]).toEqual([
    [3, 99, 99],
    ['slack/C1 R-2', 'slack/C1 R-3'],
  ])
})

test('what was read is old once it was taken, or once it was noted that more is shown', async () => {
  const all = ['R-1', 'R-2'].map((run) => ({ conversation: 'slack/C1', run, to: to(3) }))
  await shown.readBeforehand(Promise.resolve(all), () => true)
  await shown.memory.shown('slack/C1', 'R-1')
  await shown.memory.noteShown('slack/C1', { run: 'R-2', to: to(4), over: false })
  for (const run of ['R-1', 'R-2']) expect(await shown.memory.shown('slack/C1', run)).toEqual(to(99))
})
