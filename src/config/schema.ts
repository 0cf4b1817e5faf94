/** The shape of `countersign.yaml`. */
import { z } from 'zod'
import { engineSchema } from './engine.ts'
import { readersSchema } from './readers.ts'
import { teamsSchema } from './teams.ts'
import { language, place, port, secret } from './values.ts'
import { LONGEST_HOST, LONGEST_NAME, MOST_SECRETS, PORTS } from '../text/bounds.ts'

/** Of an installation, a site, a worker or a target; part of file names. */
export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, 'is no name; write a letter, then letters, digits, `_`, `.` or `-`, at most 63 in all')
/** What is dialled has a number. */
const remotePort = z.int().min(PORTS.least).max(PORTS.most)
const host = z.string().min(1).max(LONGEST_HOST)
/** What is dialled, and what tells servers apart: nothing else may stand in it, as connection strings have it. */
const machine = host.refine(
  (text) => /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])?$/u.test(text) || isIpv6(text),
  'is no name of a machine; write the name or the IP address alone, an instance as `instance` and a port as `port`',
)

/** With the network card that its own wire hangs on, where it has one. */
function isIpv6(text: string): boolean {
  return z.ipv6().safeParse(text.replace(/%[\w.-]+$/, '')).success
}

/** The second log-in of a SQL Server: `read`, `before` and `check` blocks are sent under it. */
const reader = z.strictObject(
  { user: z.string().min(1).max(LONGEST_NAME), password: secret },
  'must be a log-in of its own; write `reader: { user: NAME, password: { file: PATH } }`',
)

const sqlServer = z.strictObject({
  kind: z.literal('sql-server'),
  site: name,
  host: machine,
  instance: z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_$#]{0,15}$/,
      'is no name of an instance; write a letter or `_`, then letters, digits, `_`, `$` or `#`, at most 16 in all',
    )
    .optional(),
  /** Of a default instance where nothing is said; a named one has a port of its own, which must be said. */
  port: remotePort.default(1433),
  /** What the server calls itself (`SELECT SERVERPROPERTY('ServerName')`), where `host` is a listener or another name of it; several for a listener's replicas. */
  serverName: z
    .union(
      [host, z.array(host).min(1).max(20)],
      "must be what the server calls itself; write one name, or a list of them for a listener's replicas",
    )
    .optional(),
  /** Where to dial when the host's name does not lead there, e.g. a tunnel. */
  address: machine.optional(),
  user: z.string().min(1),
  password: secret,
  reader: reader.optional(),
  /** PEM file of the authority that signed the server's certificate. */
  ca: z.string().min(1).optional(),
  practice: z.boolean().default(false),
})

/** The second way into a PowerShell endpoint. */
const shellReader = z.strictObject(
  { initialise: z.string().min(1).optional(), user: z.string().min(1).max(LONGEST_NAME).optional(), password: secret.optional() },
  'must say how a look gets in; write `reader: { initialise: SCRIPT }`, or `reader: { user: NAME, password: { file: PATH } }`',
)

const powershell = z.strictObject({
  kind: z.literal('powershell'),
  site: name,
  host: machine,
  /** What the machine calls itself (`[Environment]::MachineName`) on which the blocks run, where `host` is another name of it; several for several workers. */
  machineName: z
    .union(
      [host, z.array(host).min(1).max(20)],
      'must be what the machine calls itself; write one name, or a list of them where workers on several machines may run the blocks',
    )
    .optional(),
  /** Where names lead that `http` blocks ask on it, where they do not lead there by themselves; `host` or `host:port`. */
  names: z
    .record(
      z
        .string()
        .regex(/^(?=.*[a-z])[a-z0-9.-]{1,253}$/, 'is no name that can be asked; write it in small letters, like `portal.contoso.com`'),
      place(/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/, 'is no place that can be dialled; write `host` or `host:port`'),
    )
    .optional(),
  /** Program and arguments; `pwsh`, then `powershell.exe` where nothing is said. */
  command: z.array(z.string().min(1)).min(1).optional(),
  /** The practice estate's stand-in, used where no PowerShell is found; practice targets only. */
  standIn: z.array(z.string().min(1)).min(1).optional(),
  modules: z.array(z.string().min(1)).default([]),
  environment: z
    .record(
      z.string(),
      z.union([z.string(), secret], 'must be text or say where a secret is; write it in quotes, or as `{ env: NAME }` or `{ file: PATH }`'),
    )
    .default({}),
  /** Script that imports the proxies of a remote endpoint; it sees `$user` and `$password`. */
  initialise: z.string().min(1).optional(),
  user: z.string().min(1).optional(),
  password: secret.optional(),
  /** What `read`, `before` and `check` blocks have instead: an endpoint that only reads, another log-in, or both. What is not written is the target's. */
  reader: shellReader.optional(),
  practice: z.boolean().default(false),
})

const worker = z.strictObject({
  /** Of releases up to 0.4.0, whose workers listened. */
  address: z.undefined('is not needed any more, because workers connect to the bot; remove it').optional(),
  /** Its public key, as `countersign worker NAME --init` prints it: base64 of the SPKI. */
  key: z.string().regex(/^[A-Za-z0-9+/]{40,}={0,2}$/, 'is no public key; take it from `countersign worker NAME --init`'),
})

/** What keys say of each other is judged whatever else is wrong with them. */
const isMap = ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}$/

/** Where the console asks for mishaps and a reset of the practice estate. */
const practiceControl = z.strictObject({
  url: place(LOOPBACK, 'is no loopback address; write it like `http://127.0.0.1:4100`'),
  token: secret,
})

const channelId = z.string().regex(/^[CG][A-Z0-9]{2,20}$/, 'is no id of a channel; copy it from the channel’s details, like `C0123ABCD`')

/** Socket Mode needs no public address; HTTP takes Slack's requests behind a proxy with TLS. */
const slack = z
  .strictObject({
    mode: z.enum(['socket', 'http']).default('socket'),
    /** `xoxb-…` */
    botToken: secret,
    /** `xapp-…`, for Socket Mode. */
    appToken: secret.optional(),
    /** For HTTP. */
    signingSecret: secret.optional(),
    host: z.string().min(1).default('127.0.0.1'),
    port: port.default(3000),
    /** Ids of the channels in which runs may be started; every one that the app is a member of where nothing is said. */
    channels: z.array(channelId).min(1).optional(),
    /** Channels whose runs are shown in another language than `language` says, by their ids. */
    languages: z.record(channelId, language).optional(),
    /** A stand-in of Slack on this machine, for practice and tests. */
    apiUrl: place(
      /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}\/(\S*\/)?$/,
      'is no loopback address that ends in `/`; write it like `http://127.0.0.1:4000/api/`',
    ).optional(),
    /** A stand-in has no limits: how many times faster than Slack's it may be called. */
    hurry: z.number().min(1).max(100).optional(),
  })
  .refine(({ apiUrl, hurry }) => hurry === undefined || apiUrl !== undefined, {
    when: isMap,
    message: 'is for a stand-in only, for Slack itself has limits; remove it, or name the stand-in by `apiUrl`',
    path: ['hurry'],
  })
  .refine(({ mode, appToken }) => (mode ?? 'socket') !== 'socket' || appToken !== undefined, {
    when: isMap,
    message: 'is missing, which Socket Mode needs; add `appToken: { file: PATH }`',
    path: ['appToken'],
  })
  .refine(({ mode, signingSecret }) => mode !== 'http' || signingSecret !== undefined, {
    when: isMap,
    message: 'is missing, which HTTP needs; add `signingSecret: { file: PATH }`',
    path: ['signingSecret'],
  })

/** Where workers of other machines connect to, with TLS. Those of the bot's own machine have a socket of their own. */
const gateway = z.strictObject({
  /** Where the bot listens for them. */
  listen: place(/^[^:\s]+:\d{1,5}$/, 'is no host and port; write it like `0.0.0.0:9443`'),
  /** How they reach it. */
  url: place(/^wss:\/\/[^\s/?#@]+$/, 'is no address for workers; write it like `wss://bot.contoso.com:9443`'),
  /** PEM files: the certificate for the name in `url`, with its chain, and its private key. */
  certificate: z.string().min(1),
  key: z.string().min(1),
  /** PEM file of the authority that signed it; what the workers' machines trust already where nothing is said. */
  ca: z.string().min(1).optional(),
})

export const configurationSchema = z.strictObject({
  installation: name,
  practice: z.boolean().default(false),
  language: language.default('en'),
  practiceControl: practiceControl.optional(),
  state: z.string().default('.countersign'),
  commands: z.string().default('commands'),
  approvals: z.string().default('approvals'),
  console: z.strictObject({ port: port.default(8642) }).prefault({}),
  slack: slack.optional(),
  teams: teamsSchema,
  engine: engineSchema,
  gateway: gateway.optional(),
  readers: readersSchema,
  sites: z.record(name, z.strictObject({ workers: z.record(name, worker) })),
  /** What parameters of the type `secret` may name: the bot knows the names, and a worker what they lead to. */
  secrets: z
    .record(name, secret)
    .refine((named) => Object.keys(named).length <= MOST_SECRETS, `holds too many; ${MOST_SECRETS} are possible`)
    .default({}),
  targets: z.record(name, z.discriminatedUnion('kind', [sqlServer, powershell])),
})

export type Configuration = z.output<typeof configurationSchema>
export type SlackConfiguration = z.output<typeof slack>
export type PracticeControlConfiguration = z.output<typeof practiceControl>
export type SqlServerTarget = z.output<typeof sqlServer>
export type PowerShellTarget = z.output<typeof powershell>
