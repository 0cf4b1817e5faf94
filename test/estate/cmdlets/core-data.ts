import type { Database } from '../state/database.ts'
import { findDatabase, serverName } from '../state/instance-state.ts'
import type { ChatContent } from '../state/backup-file.ts'
import { isUp } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { readExport, writeExport } from './exported-file.ts'
import { masterLives } from './management-store.ts'
import { requirePool } from './pools.ts'

const flag = (name: string) => ({ name, flag: true }) as const
const FILE = { name: 'FileName', mandatory: true } as const
const INSTANCE = { name: 'DBInstance', mandatory: true } as const

/** What is backed up by export: the configuration, locations, users, and what was written in chat rooms. */
export const coreDataCmdlets: readonly Cmdlet[] = [
  {
    name: 'Export-CsConfiguration',
    parameters: [FILE, flag('LocalStore'), flag('Force')],
    effect: true,
    run: (call) => {
      needsStore(call)
      writeExport(call, 'configuration', { pools: call.state.topology.pools.map(({ fqdn }) => fqdn) })
      return []
    },
  },
  {
    name: 'Export-CsLisConfiguration',
    parameters: [FILE],
    effect: true,
    run: (call) => {
      needsStore(call)
      writeExport(call, 'locations', {}, true)
      return []
    },
  },
  {
    name: 'Export-CsUserData',
    parameters: [
      { name: 'PoolFqdn', mandatory: true },
      FILE,
      { name: 'ConfDirectoryFilter' },
      { name: 'UserFilter' },
      flag('LegacyFormat'),
    ],
    effect: true,
    run: (call) => {
      const pool = requirePool(call, textOf(call, 'PoolFqdn'))
      if (!isUp(pool)) throw new CmdletFailure(`The pool ${pool.fqdn} cannot be reached.`, 'PoolUnavailable', 'ConnectionError')
      writeExport(call, 'users', { users: call.state.topology.users.filter(({ home }) => home === pool.fqdn).map(({ sip }) => sip) })
      return []
    },
  },
  {
    name: 'Export-CsPersistentChatData',
    parameters: [
      INSTANCE,
      FILE,
      { name: 'Level', choices: ['All', 'User', 'Category', 'RoomDirectory', 'Content'] },
      { name: 'DBName' },
      { name: 'Scope' },
      { name: 'StartDate' },
      flag('DisableExportedNodes'),
    ],
    effect: true,
    run: (call) => {
      const { content } = chatDatabase(call)
      writeExport(call, 'chat', content)
      if (isSet(call, 'DisableExportedNodes')) content.rooms = 0
      return []
    },
  },
  {
    name: 'Import-CsPersistentChatData',
    parameters: [INSTANCE, FILE, { name: 'DBName' }],
    effect: true,
    run: (call) => {
      const database = chatDatabase(call)
      const read = readExport(call, 'chat') as ChatContent
      database.content = { ...read, revision: database.content.revision + 1 }
      return []
    },
  },
]

function needsStore({ state }: CmdletCall): void {
  if (!masterLives(state))
    throw new CmdletFailure('The Central Management store cannot be reached.', 'CentralManagementStoreUnavailable', 'ConnectionError')
}

/** `sqlb1.contoso.com\RTC` */
function chatDatabase(call: CmdletCall): Database {
  const given = textOf(call, 'DBInstance') ?? ''
  const instance = call.state.instances.find((each) => serverName(each).toLowerCase() === given.toLowerCase())
  const database = instance?.up === true ? findDatabase(instance, textOf(call, 'DBName') ?? 'mgc') : undefined
  if (database?.status === 'ONLINE') return database
  throw new CmdletFailure(`Cannot open the Persistent Chat database on "${given}".`, 'DatabaseUnavailable', 'ConnectionError')
}
