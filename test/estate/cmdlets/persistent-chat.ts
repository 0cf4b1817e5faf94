import { refreshPings } from '../state/chat-pool.ts'
import type { EstateState } from '../state/estate-state.ts'
import { changedList } from './active-servers.ts'
import { CmdletFailure, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { writeToStore } from './management-store.ts'

/** State and active servers of the Persistent Chat pool. */
export const chatCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-CsPersistentChatState',
    parameters: [{ name: 'Identity' }, { name: 'LocalStore', flag: true }],
    run: (call) => {
      requirePool(call)
      return [{ Identity: call.state.pool.identity, PoolState: call.state.pool.state }]
    },
  },
  {
    name: 'Set-CsPersistentChatState',
    parameters: [
      { name: 'Identity' },
      { name: 'PoolState', mandatory: true, choices: ['Normal', 'FailedOver'] },
      { name: 'Force', flag: true },
    ],
    effect: true,
    run: (call) => {
      requirePool(call)
      const wanted = textOf(call, 'PoolState') === 'FailedOver' ? 'FailedOver' : 'Normal'
      if (call.state.pool.state !== wanted) change(call.state, () => (call.state.pool.state = wanted))
      return []
    },
  },
  {
    name: 'Set-CsPersistentChatActiveServer',
    parameters: [{ name: 'Identity' }, { name: 'ActiveServers' }, { name: 'Swap', flag: true }, { name: 'Force', flag: true }],
    effect: true,
    run: (call) => {
      requirePool(call)
      const wanted = changedList(call)
      if (wanted.join() !== call.state.pool.activeServers.join()) change(call.state, () => (call.state.pool.activeServers = wanted))
      return []
    },
  },
]

/** Writes to the Central Management store: the servers hear of it when it has been replicated. */
function change(state: EstateState, write: () => void): void {
  const now = state.clock.now()
  refreshPings(state.pool, state.instances, now, state.times.ping)
  state.pool.knownAt = writeToStore(state, write)
}

function requirePool(call: CmdletCall): void {
  const identity = textOf(call, 'Identity')
  if (identity === undefined || identity.toLowerCase() === call.state.pool.identity.toLowerCase()) return
  const text = `Cannot find the Persistent Chat pool with the identity "${identity}". Ask Get-CsService -PersistentChatServer for it.`
  throw new CmdletFailure(text, 'ManagementObjectNotFound', 'ObjectNotFound')
}
