/** `teams` in `countersign.yaml`: the bot's registration, who may speak, and where Teams calls us. */
import { z } from 'zod'
import type { Fault } from '../text/fault.ts'
import { language, place, port, secret } from './values.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}\/\S*$/

const id = (of: string) => z.string().toLowerCase().regex(GUID, `is no id ${of}; write it like \`72f988bf-86f1-41af-91ab-2d7cd011db47\``)
const tenant = id('of a tenant')
const loopback = place(LOOPBACK, 'is no loopback address; write it like `http://127.0.0.1:4000/`')

const conversationId = z
  .string()
  .regex(
    /^19:[^\s;/]{1,200}@(thread\.(tacv2|skype|v2)|unq\.gbl\.spaces)$/,
    'is no id of a channel or chat; write it like `19:…@thread.tacv2`, without `;messageid=`',
  )

const file = z.string().min(1)

/** A token of another issuer that Entra was told to trust: nothing of ours can be stolen. */
const federated = z.union(
  [z.strictObject({ file }), z.strictObject({ managedIdentity: id('of a managed identity') })],
  'must say where the token comes from; write `{ file: PATH }`, or `{ managedIdentity: CLIENT_ID }` on a machine of Azure',
)

const teams = z.strictObject({
  /** Of the app registration, which is the bot's id as well. Without one whoever calls is believed: practice only. */
  appId: id('of an app').optional(),
  /** The Entra tenant in which the app is registered. */
  tenant,
  secret: secret.optional(),
  /** PEM: the certificate that the registration knows, and its private key. */
  certificate: z.strictObject({ file, key: secret }).optional(),
  federated: federated.optional(),
  /** Tenants whose people may speak; that of the app where nothing is said. */
  tenants: z.array(tenant).min(1).max(100).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: port.default(3978),
  /** Of Microsoft's cloud, for conversations that were not heard of yet. */
  serviceUrl: place(
    /^https:\/\/[^\s/?#@]+\/(\S*\/)?$/,
    'is no address that ends in `/`; write it like `https://smba.trafficmanager.net/teams/`',
  ).default('https://smba.trafficmanager.net/teams/'),
  /** Answers to one person in the conversation itself, which only they see, in place of a 1:1 chat. */
  targeted: z.boolean().default(false),
  /** Ids of the channels and chats in which runs may be started; every one that the bot is in where nothing is said. */
  conversations: z.array(conversationId).min(1).optional(),
  /** Those whose runs are shown in another language than `language` says. */
  languages: z.record(conversationId, language).optional(),
  /** A stand-in of Teams on this machine, for practice and tests: where its keys are listed, its calls go, and its tokens come from. */
  standIn: z
    .strictObject({ openId: loopback, serviceUrl: loopback, login: loopback, hurry: z.number().min(1).max(100).optional() })
    .optional(),
})

export const teamsSchema = teams.optional()

export type TeamsConfiguration = z.output<typeof teams>

const WAYS = ['secret', 'certificate', 'federated'] as const

/** What the keys of `teams` say of each other and of practice, whatever else is wrong with them. */
export function teamsFaults(
  teams: Record<string, unknown>,
  practice: boolean,
  fault: (path: string[], what: string, next: string) => Fault,
): Fault[] {
  const said: Fault[] = []
  const ways = WAYS.filter((way) => teams[way] !== undefined)
  const [first, second] = ways
  if (practice && teams['standIn'] === undefined && teams['appId'] !== undefined) {
    const what = '`teams` stands beside `practice: true`, which lets anybody at the console speak as anybody.'
    said.push(fault(['teams'], what, 'Remove one of them.'))
  }
  if (!practice && teams['appId'] === undefined) {
    const what = '`teams.appId` is missing, and without it whoever calls would be believed.'
    said.push(fault(['teams'], what, 'Add `appId`, the id of the app registration.'))
  }
  if (teams['appId'] !== undefined && first === undefined) {
    const what = '`teams` does not say how the bot proves to Microsoft that it is this app.'
    said.push(fault(['teams'], what, 'Add `secret: { file: PATH }`, `certificate` or `federated`.'))
  }
  if (first !== undefined && second !== undefined) {
    said.push(
      fault(
        ['teams', second],
        `\`teams.${second}\` stands beside \`teams.${first}\`, and one of them would never be used.`,
        'Remove one of them.',
      ),
    )
  }
  return said
}
