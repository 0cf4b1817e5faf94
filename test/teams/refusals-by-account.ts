/** Accounts that may do nothing, although `people.yaml` still lists some of them. */
import { ACCOUNTS, FOREIGN_TENANT, TENANT, type AccountName } from './stand-in/accounts.ts'
import { en } from '../../src/words/en.ts'
import type { TeamsUnfit } from '../../src/words/teams-words.ts'
import type { Outcome } from '../conversation/rules-of-refusals.ts'
import type { Refusal, Scene } from './refusal-scene.ts'

const unknown = (tenant: string, object: string): string =>
  `No person in people.yaml has the teams account ${tenant}/${object}: ask whoever keeps that file to add it.`
const unfit = (because: TeamsUnfit): string => en.teams.refusal({ of: 'account', because })
const FOREIGN = unfit({ is: 'two-tenants', tenants: [TENANT, FOREIGN_TENANT] })

const NO: [AccountName, string][] = [
  ['stranger', unknown(TENANT, ACCOUNTS.stranger.object)],
  ['guest', unfit({ is: 'guest' })],
  ['foreign', FOREIGN],
  ['nameless', unfit({ is: 'no-object' })],
]

const WAYS: [string, (scene: Scene, as: AccountName) => Promise<Outcome>][] = [
  ['approves', (scene, as) => scene.press(as, 'Approve')],
  ['asks for their own view', (scene, as) => scene.press(as, 'Approve', ({ run }) => ({ v: 1, act: 'refresh', run }))],
]

/** What is answered in a person's own chat, so that it reaches those only with whom one can be opened. */
const TOLD_ALONE: typeof WAYS = [
  ['starts a run', (scene, as) => scene.type(as, '/keep copy from=D:\\letters\\a.txt to=D:\\letters\\b.txt files=sec-host')],
  ['asks for help', (scene, as) => scene.type(as, '/countersign help')],
  [
    'approves in an old client',
    (scene, as) => scene.submit(as, { v: 1, act: 'approve', run: scene.waiting.run, gate: 1, fingerprint: '0'.repeat(64) }),
  ],
]
const HAS_A_CHAT: ReadonlySet<AccountName> = new Set(['stranger', 'guest'])

/** Fields with which somebody could give themselves out as Dana. */
const FORGED: [string, (activity: Record<string, unknown>) => void, string][] = [
  [
    'with the name of Dana',
    (activity) => Object.assign(activity['from'] as object, { name: ACCOUNTS.dana.name }),
    unknown(TENANT, ACCOUNTS.stranger.object),
  ],
  [
    'with the address of Dana for an object id',
    (activity) => Object.assign(activity['from'] as object, { aadObjectId: ACCOUNTS.dana.id }),
    unfit({ is: 'no-object' }),
  ],
  [
    'with Dana’s object id at another address',
    (activity) => Object.assign(activity['from'] as object, { aadObjectId: ACCOUNTS.dana.object }),
    unfit({ is: 'another' }),
  ],
  ['that says to be a bot', (activity) => Object.assign(activity['from'] as object, { role: 'bot' }), unfit({ is: 'bot' })],
  [
    'whose tenant is a word',
    (activity) => Object.assign(activity['conversation'] as object, { tenantId: 'contoso' }),
    unfit({ is: 'no-tenant' }),
  ],
]

export const BY_ACCOUNT: Refusal[] = [
  ...NO.flatMap(([as, says]) =>
    [...WAYS, ...(HAS_A_CHAT.has(as) ? TOLD_ALONE : [])].map(([does, attempt]): Refusal => ({
      name: `of the kind "${as}" ${does}`,
      try: (scene) => attempt(scene, as),
      says,
    })),
  ),
  ...FORGED.map(([name, spoil, says]): Refusal => ({ name, try: (scene) => scene.type('stranger', '/countersign help', { spoil }), says })),
  ...FORGED.map(([name, spoil, says]): Refusal => ({
    name: `${name} approves`,
    try: (scene) => scene.press('stranger', 'Approve', undefined, spoil),
    says,
  })),
  {
    name: 'of nobody types a verb alone',
    try: (scene) => scene.type('stranger', '/keep'),
    says: unknown(TENANT, ACCOUNTS.stranger.object),
  },
]
