/** The Exchange Management Shell and one cmdlet of PowerShell that sends mail, with the refusals that their users know. */
import { CmdletFailure, isSet, textOf, type Cmdlet, type CmdletCall } from '../cmdlets/cmdlet.ts'
import { toReplay, type DatabaseCopy, type MailboxDatabase, type MailServers } from './mail-servers.ts'

const IDENTITY = { name: 'Identity' } as const
const DIALS = ['Lossless', 'GoodAvailability', 'BestAvailability', 'BestEffort', 'None'] as const
/** Logs of loss that each override accepts. */
const ACCEPTED: Record<string, number> = { Lossless: 0, GoodAvailability: 6, BestAvailability: 12, BestEffort: Infinity, None: 6 }
const CHECKS = ['ClusterService', 'ReplayService', 'ActiveManager', 'TcpListener', 'DatabaseRedundancy'] as const

export const mailCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-MailboxDatabase',
    parameters: [IDENTITY, { name: 'Status', flag: true }],
    run: (call) => {
      const { name, mountedOn } = databaseNamed(call, textOf(call, 'Identity') ?? '')
      // Without -Status nobody asks the servers.
      const asked = isSet(call, 'Status')
      return [{ Name: name, Server: mountedOn.split('.')[0], Mounted: asked ? true : null, MountedOnServer: asked ? mountedOn : null }]
    },
  },
  { name: 'Get-MailboxDatabaseCopyStatus', parameters: [IDENTITY], run: copyStatus },
  {
    name: 'Move-ActiveMailboxDatabase',
    parameters: [
      IDENTITY,
      { name: 'ActivateOnServer' },
      { name: 'MountDialOverride', choices: DIALS },
      { name: 'MoveComment' },
      { name: 'SkipLagChecks', flag: true },
    ],
    effect: true,
    run: move,
  },
  {
    name: 'Test-ReplicationHealth',
    parameters: [IDENTITY],
    run: (call) => {
      const server = serverNamed(call, textOf(call, 'Identity') ?? '')
      return CHECKS.map((Check) => ({
        Server: server.split('.')[0],
        Check,
        Result: mailOf(call).failing[server]?.includes(Check) === true ? '*FAILED*' : 'Passed',
      }))
    },
  },
  {
    name: 'Get-Queue',
    parameters: [{ name: 'Server' }],
    run: (call) => {
      const server = serverNamed(call, textOf(call, 'Server') ?? '')
      return mailOf(call)
        .queues.filter((queue) => queue.server === server)
        .map(({ nextHop, status, messages }, index) => ({
          Identity: `${server.split('.')[0]}\\${index + 3}`,
          NextHopDomain: nextHop,
          Status: status,
          MessageCount: messages,
        }))
    },
  },
  {
    name: 'Send-MailMessage',
    parameters: ['To', 'From', 'SmtpServer', 'Subject', 'Body'].map((name) => ({ name })),
    effect: true,
    run: (call) => {
      if (textOf(call, 'SmtpServer')?.toLowerCase() !== 'smtp.contoso.com')
        throw new CmdletFailure('The remote name could not be resolved.', 'SmtpException', 'InvalidOperation')
      mailOf(call).sent.push({ to: textOf(call, 'To') ?? '', subject: textOf(call, 'Subject') ?? '' })
      return []
    },
  },
]

/** Of `database\server`. */
function copyStatus(call: CmdletCall): unknown[] {
  const [name = '', server] = (textOf(call, 'Identity') ?? '').split('\\')
  const database = databaseNamed(call, name)
  const wanted = server === undefined ? undefined : serverNamed(call, server)
  return database.copies
    .filter((copy) => wanted === undefined || copy.server === wanted)
    .map((copy) => ({
      Name: `${database.name}\\${copy.server.split('.')[0]}`,
      Status: statusOf(database, copy),
      CopyQueueLength: copy.copyQueue,
      ReplayQueueLength: toReplay(copy, call.state.clock.now()),
      ContentIndexState: 'Healthy',
    }))
}

function statusOf({ mountedOn }: MailboxDatabase, { server, suspended }: DatabaseCopy): string {
  if (server === mountedOn) return 'Mounted'
  return suspended ? 'Suspended' : 'Healthy'
}

function move(call: CmdletCall): unknown[] {
  const database = databaseNamed(call, textOf(call, 'Identity') ?? '')
  const target = serverNamed(call, textOf(call, 'ActivateOnServer') ?? '')
  const copy = database.copies.find(({ server }) => server === target)
  if (copy === undefined) throw failed(`Database '${database.name}' has no copy on server '${target}'.`)
  if (database.mountedOn === target) throw failed(`Database '${database.name}' is already mounted on server '${target}'.`)
  if (copy.suspended) throw failed(`The database copy '${database.name}\\${target.split('.')[0]}' is suspended.`)
  const [dial, from] = [textOf(call, 'MountDialOverride') ?? 'None', database.mountedOn]
  if (copy.copyQueue > (ACCEPTED[dial] ?? 0)) {
    throw failed(
      `The copy of database '${database.name}' on '${target}' is missing ${copy.copyQueue} logs, which is more than the mount dial accepts.`,
    )
  }
  database.mountedOn = target
  return [{ Identity: database.name, ActiveServerAtStart: from, ActiveServerAtEnd: target, Status: 'Succeeded' }]
}

function databaseNamed(call: CmdletCall, name: string): MailboxDatabase {
  const found = mailOf(call).databases.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw notFound('database', name)
  return found
}

/** `ex1` and `ex1.contoso.com` are one server. */
function serverNamed(call: CmdletCall, name: string): string {
  const wanted = name.toLowerCase()
  const found = mailOf(call).queues.find(({ server }) => server === wanted || server.split('.')[0] === wanted)
  if (found === undefined) throw notFound('server', name)
  return found.server
}

function mailOf({ state, endpoint }: CmdletCall): MailServers {
  if (state.mailServers !== undefined) return state.mailServers
  throw new CmdletFailure(`${endpoint} is no mailbox server.`, 'CommandNotFoundException', 'ObjectNotFound')
}

function notFound(kind: string, name: string): CmdletFailure {
  const text = `The operation couldn't be performed because object '${name}' couldn't be found (${kind}).`
  return new CmdletFailure(text, 'ManagementObjectNotFoundException', 'NotSpecified')
}

function failed(text: string): CmdletFailure {
  return new CmdletFailure(`An Active Manager operation failed. Error: ${text}`, 'AmDbActionException', 'InvalidOperation')
}
