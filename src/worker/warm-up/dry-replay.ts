/** A run that nobody asked for, decided and replayed in memory: what the first order's replay needs is compiled then, and the order does not wait for it. */
import { generateKeyPairSync } from 'node:crypto'
import { append, NO_HEAD, type Log } from '../../audit/chain.ts'
import type { Entry, PublicKeys } from '../../audit/entry.ts'
import { signCommand, signerOf } from '../../audit/signature.ts'
import { replay } from '../../audit/verify.ts'
import type { Command } from '../../run/command.ts'
import { due } from '../../run/due.ts'
import type { Order } from '../../run/order.ts'

const RUN = 'R-0'
const AT = '2026-01-01T00:00:00.000Z'

/** The order that the made-up run calls for; undefined where it calls for none. Its keys are made for it, and forgotten. */
export function dryReplay(): Order | undefined {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const own = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const keys: PublicKeys = { installation: 'dry', chat: own, clock: own, head: own, workers: {} }
  const entries: Entry[] = []
  let log: Log = { head: NO_HEAD }
  for (const command of COMMANDS) {
    const { entry, state } = append(log, signCommand(command, signerOf(command), privateKey), AT)
    if (entry === undefined || state === undefined) return undefined
    entries.push(entry)
    log = { state, head: entry }
  }
  const replayed = replay(entries, keys)
  if ('altered' in replayed) return undefined
  return due(replayed.state).flatMap((effect) => (effect.kind === 'order' ? [effect.order] : []))[0]
}

const DOCUMENT = `---
command: /dry run
title: A run that nobody asked for
policy: dry
lock: dry/{name}
parameters:
  name: { type: text, ask: "What?" }
  server: { type: sql-server, ask: "Where?" }
---

## Do nothing

\`\`\`yaml
gate: dry
\`\`\`

\`\`\`sql run on=server
EXEC dbo.nothing @name;
\`\`\`

\`\`\`sql check on=server
SELECT done = 0, detail = @name;
\`\`\`
`

const PEOPLE = ['one', 'two', 'three'].map((id) => ({ id, name: id, groups: ['all'] }))

const COMMANDS: Command[] = [
  {
    type: 'start',
    run: RUN,
    by: { id: 'one', name: 'one', groups: ['all'], via: 'practice', account: 'practice/one' },
    eventId: 'dry',
    at: AT,
    installation: 'dry',
    document: { id: 'dry', text: DOCUMENT },
    targets: { DRY: { kind: 'sql-server', name: 'DRY', host: 'dry', instance: '', port: 1, site: 'dry', practice: true } },
    policies: {
      dry: {
        id: 'dry',
        start: ['all'],
        approve: [{ from: ['all'], count: 2 }],
        expiresMs: 60_000,
        deviate: { from: ['all'], count: 2 },
      },
    },
    people: PEOPLE,
    conversation: { platform: 'console', channel: 'dry' },
    rehearsal: false,
    answers: { name: 'nothing', server: 'DRY' },
  },
  { type: 'lock-granted', run: RUN, lock: 'dry/nothing' },
]
