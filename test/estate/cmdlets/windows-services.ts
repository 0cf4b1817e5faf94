import { findPool, machinesOf } from '../state/topology.ts'
import type { Machine, WindowsService } from '../state/topology.ts'
import { CmdletFailure, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall, CmdletParameter } from './cmdlet.ts'

const flag = (name: string): CmdletParameter => ({ name, flag: true })
const WHICH: readonly CmdletParameter[] = [{ name: 'Name' }, { name: 'ComputerName' }]

/** The product's services on the servers of the topology. */
export const windowsServiceCmdlets: readonly Cmdlet[] = [
  {
    name: 'Get-CsWindowsService',
    parameters: [...WHICH, flag('ExcludeActivityLevel')],
    run: (call) => asked(call).map(({ name, status }) => ({ Status: status, Name: name, ActivityLevel: '' })),
  },
  {
    name: 'Start-CsWindowsService',
    parameters: [...WHICH, flag('NoWait'), flag('Force')],
    effect: true,
    run: (call) => set(call, 'Running'),
  },
  {
    name: 'Stop-CsWindowsService',
    parameters: [...WHICH, flag('Graceful'), flag('NoWait'), flag('Force')],
    effect: true,
    run: (call) => set(call, 'Stopped'),
  },
]

function set(call: CmdletCall, status: WindowsService['status']): [] {
  for (const service of asked(call)) service.status = status
  return []
}

function asked(call: CmdletCall): WindowsService[] {
  const { services } = machineOf(call)
  const wanted = textOf(call, 'Name')
  const found = services.filter(({ name }) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase())
  if (found.length === 0)
    throw new CmdletFailure(
      `Cannot find any service with the name "${wanted ?? ''}" on this computer.`,
      'ServiceNotFound',
      'ObjectNotFound',
    )
  return found
}

/** Without a name it is the computer that the shell runs on: a Front End of the second pool. */
function machineOf(call: CmdletCall): Machine {
  const { state } = call
  const fqdn = textOf(call, 'ComputerName')?.toLowerCase() ?? findPool(state.topology, 'pool2.contoso.com')?.servers[0]?.fqdn ?? ''
  const machine = machinesOf(state.topology).find((each) => each.fqdn === fqdn)
  if (machine?.up !== true)
    throw new CmdletFailure(`Cannot connect to the service control manager of "${fqdn}".`, 'ComputerUnreachable', 'ConnectionError')
  return machine
}
