/** A real run with real signatures: a refusal, an accident, a deviation, a list, an end. Keys are made anew each time. */
import { generateKeyPairSync } from 'node:crypto'
import type { Entry, LogLine, PublicKeys, SignedHead } from '../../src/audit/entry.ts'
import { logLines } from '../../src/audit/export.ts'
import { RULES_VERSION } from '../../src/audit/rules.ts'
import { signCommand, signerOf, signHead } from '../../src/audit/signature.ts'
import type { Command } from '../../src/run/command.ts'
import { newlyDue } from '../../src/run/due.ts'
import {
  approves,
  bothApprove,
  claimOf,
  deviates,
  FAILED,
  gateOf,
  locks,
  losesContact,
  mirrors,
  observes,
  reports,
  starts,
  theEnd,
} from '../run/acts.ts'
import type { Act } from '../run/acts.ts'
import { PracticeRun } from '../run/practice-run.ts'

interface Keys {
  publicPem: string
  privatePem: string
}

export const CHAT = makeKeys()
export const CLOCK = makeKeys()
export const HEAD = makeKeys()
export const B1 = makeKeys()

export const KEYS: PublicKeys = {
  installation: 'practice',
  chat: CHAT.publicPem,
  clock: CLOCK.publicPem,
  head: HEAD.publicPem,
  workers: { b1: { site: 'b', key: B1.publicPem } },
}

export function makeKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** By the process that such a command comes through. */
export function sign(command: Command): ReturnType<typeof signCommand> {
  switch (signerOf(command)) {
    case 'chat':
      return signCommand(command, 'chat', CHAT.privatePem)
    case 'clock':
      return signCommand(command, 'clock', CLOCK.privatePem)
    case 'worker':
      return signCommand(command, 'b1', B1.privatePem)
  }
}

export const WHOLE: Act[] = [
  starts(),
  locks,
  gateOf(2),
  approves('dana'),
  approves('amir'),
  approves('carol'),
  claimOf(2),
  losesContact,
  observes(false, { lockHeld: true }),
  claimOf(5),
  reports(FAILED),
  observes(false),
  deviates('dana', 'retry'),
  mirrors('amir', 'C2'),
  bothApprove,
  theEnd,
]

export interface Recorded {
  entries: Entry[]
  heads: SignedHead[]
  lines: LogLine[]
}

/** Everything these acts lead to, as it is exported. */
export function recorded(acts: Act[] = WHOLE): Recorded {
  const run = new PracticeRun()
  const heads: SignedHead[] = []
  run.sign = sign
  run.after = (before, after) => {
    for (const effect of newlyDue(before, after)) {
      if (effect.kind !== 'head') continue
      heads.push(
        signHead(
          { run: after.run, seq: after.seq, hash: after.head, at: run.now, final: effect.final, rules: RULES_VERSION },
          HEAD.privatePem,
        ),
      )
    }
  }
  for (const act of acts) act(run)
  return { entries: run.entries, heads, lines: logLines(run.entries, heads) }
}
