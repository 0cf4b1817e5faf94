import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { STATE_VERSION } from '../../src/audit/state-version.ts'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { lockHolders } from '../../src/engine/run/lock-object.ts'
import { sealedState } from '../../src/engine/proof/sealed-state.ts'

const secret = secretOf(generateKeyPairSync('ed25519').privateKey, 'state')
const kept = sealedState(secret, { noticed: () => undefined })
/** As a lock's state lies in the store. */
const written = (key: string, value: unknown, object = 'Lock') =>
  secret.seal(JSON.stringify(['state', object, key, 'lock']), { stateVersion: STATE_VERSION, version: 1, value })
const held = (run: string) => ({ holder: { run, title: 'x' }, waiting: [] })

test('a run has a lock where the bot wrote that into the state of this very lock, and nowhere else', async () => {
  const rows = [
    { key: 'db/a', value: written('db/a', held('R-1')) },
    { key: 'db/free', value: written('db/free', { waiting: [{ run: 'R-2', title: 'x' }] }) },
    { key: 'db/other', value: written('db/a', held('R-3')) },
    { key: 'db/site', value: written('db/site', held('R-4'), 'Site') },
    { key: 'db/forged', value: { said: JSON.stringify({ version: 9, value: held('R-5') }), tag: 'forged' } },
    { key: 'db/plain', value: held('R-6') },
    { key: 'db/torn', value: undefined },
    {
      key: 'db/newer',
      value: secret.seal(JSON.stringify(['state', 'Lock', 'db/newer', 'lock']), {
        stateVersion: STATE_VERSION + 1,
        version: 1,
        value: held('R-7'),
      }),
    },
  ].map((row) => ({ object: 'Lock', name: 'lock', ...row }))
  expect([...(await lockHolders({ states: () => Promise.resolve(rows) }, kept))]).toEqual([['R-1', 'db/a']])
})
