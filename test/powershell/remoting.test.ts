/** Implicit remoting as docs/powershell.md names it, between two processes of one machine: over a named pipe, which needs no SSH and no WinRM. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endProcessGroup } from '../../src/worker/powershell/process.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import { powerShellBlocks } from './document-blocks.ts'
import { inPowerShell, openBench } from './shells.ts'
import type { WorkerContext } from './shells.ts'

const DOCUMENT = powerShellBlocks('failover-persistent-chat')
const block = (step: string, role: string) => DOCUMENT.find((one) => one.step === step && one.role === role)?.text ?? ''
const VALUES = { pool: 'lyncpc.contoso.com', activeServers: ['pc5.contoso.com', 'pc6.contoso.com'] }

/** Stand-ins for the Skype module, with the types that make the difference: an enumeration, and objects that are no texts. */
const MODULE = `
  enum PersistentChatState { Normal; FailedOver }
  class Fqdn {
    [string]$Name
    Fqdn([string]$name) { $this.Name = $name }
    [string] ToString() { return $this.Name }
  }
  $env:STATE = 'Normal'
  function global:Get-CsService {
    param([switch]$PersistentChatServer, [string]$PoolFqdn)
    [pscustomobject]@{ Identity = [Fqdn]::new('PersistentChatServer:' + $PoolFqdn); ActiveServers = @([Fqdn]::new('pc5.contoso.com'), [Fqdn]::new('pc6.contoso.com')) }
  }
  function global:Get-CsPersistentChatState { param([string]$Identity) [pscustomobject]@{ Identity = $Identity; PoolState = [PersistentChatState]$env:STATE; Since = [DBNull]::Value } }
  function global:Set-CsPersistentChatState { [CmdletBinding(SupportsShouldProcess)] param([string]$Identity, [PersistentChatState]$PoolState) $env:STATE = [string]$PoolState }
  function global:Get-CsManagementStoreReplicationStatus {
    [pscustomobject]@{ ReplicaFqdn = [Fqdn]::new('pc5.contoso.com'); UpToDate = $env:STATE -eq 'FailedOver' }
  }
`
const CONNECT = (pid: number) => `
  $types = [System.Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles()
  $pipe = New-Object System.Management.Automation.Runspaces.NamedPipeConnectionInfo ${pid}
  $far = [runspacefactory]::CreateRunspace($pipe, $Host, $types)
  $far.Open()
  $session = [System.Management.Automation.Runspaces.PSSession]::Create($far, 'Pipe', $null)
  Invoke-Command -Session $session { ${MODULE} }
  Import-PSSession $session -DisableNameChecking -CommandName Get-CsService, Get-CsPersistentChatState, Set-CsPersistentChatState, Get-CsManagementStoreReplicationStatus | Out-Null
`

inPowerShell((kind) => {
  let far: ChildProcess
  let bench: WorkerContext
  beforeAll(async () => {
    const target = kind.target()
    const found = findShell(target, 'host.ps1', process.platform)
    if ('code' in found) throw new Error(found.code)
    far = spawn(found.program, ['-NoProfile', '-NonInteractive', '-Command', '$PID; Start-Sleep -Seconds 600'], {
      env: target.environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (far.stdout === null) throw new Error('the far PowerShell has no standard output')
    const lines = createInterface({ input: far.stdout })
    const [pid] = (await once(lines, 'line')) as [string]
    bench = openBench({ ...target, initialise: { text: CONNECT(Number(pid)), values: {} } })
    expect(await bench.shell.identify()).toMatchObject({ edition: 'Core' })
  })
  afterAll(async () => {
    await bench.shell.close()
    if (far.pid !== undefined) endProcessGroup(far.pid, process.platform)
  })

  describe('over implicit remoting', () => {
    test('an enumeration is a number in a block, and leaves it by its name; a null of a database leaves as null', async () => {
      const text = `$it = Get-CsPersistentChatState; $it; [pscustomobject]@{ Equal = $it.PoolState -eq 'Normal'; Text = [string]$it.PoolState -eq 'Normal'; Null = $null -eq $it.Since }`
      const { type, objects } = await bench.run(text)
      expect({ type, objects }).toEqual({
        type: 'completed',
        objects: [
          { Identity: '', PoolState: 'Normal', Since: null },
          { Equal: false, Text: true, Null: false },
        ],
      })
    })

    test('the switch of the pool is not done before, and done after', async () => {
      const look = async () => {
        const { objects, errors } = await bench.run(block('Switch the pool to the backup database', 'check'), {
          purpose: 'look',
          values: VALUES,
        })
        return { objects, errors }
      }
      expect(await look()).toEqual({
        objects: [{ Done: false, Detail: 'pool state Normal; asked-for servers that have not received it: 1' }],
        errors: [],
      })
      expect(await bench.run(block('Switch the pool to the backup database', 'run'), { values: VALUES })).toMatchObject({
        type: 'completed',
      })
      expect(await look()).toEqual({
        objects: [{ Done: true, Detail: 'pool state FailedOver; asked-for servers that have not received it: 0' }],
        errors: [],
      })
    })

    test('the active servers are compared by their names', async () => {
      const { objects, errors } = await bench.run(block('Choose the active servers', 'check'), { purpose: 'look', values: VALUES })
      expect({ objects, errors }).toEqual({
        objects: [{ Done: true, Detail: 'active servers: 2; asked-for ones missing: 0' }],
        errors: [],
      })
    })
  })

  test('what was serialised and read again leaves a block as the live value does, in lists, tables and objects', async () => {
    const live = `[pscustomobject]@{
      Day = [DayOfWeek]::Friday; Flags = [System.IO.FileAttributes]'ReadOnly, Hidden'; Nothing = [DBNull]::Value; Number = 5; Text = '5'; Yes = $true
      Within = [pscustomobject]@{ Day = [DayOfWeek]::Monday; Nothing = [DBNull]::Value }; List = @([DayOfWeek]::Friday, [DBNull]::Value, 1); Table = @{ Day = [DayOfWeek]::Sunday } }`
    const text = `$live = ${live}; $live; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($live, 3)); [DBNull]::Value`
    const left = {
      Day: 'Friday',
      Flags: 'ReadOnly, Hidden',
      Nothing: null,
      Number: 5,
      Text: '5',
      Yes: true,
      Within: { Day: 'Monday', Nothing: null },
      List: ['Friday', null, 1],
      Table: { Day: 'Sunday' },
    }
    expect((await bench.run(text)).objects).toEqual([left, left, null])
  })
})
