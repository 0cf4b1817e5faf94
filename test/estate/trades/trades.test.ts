/** The servers of other trades refuse as their users know it, and nothing that they refuse has an effect. */
import { afterAll, beforeEach, expect, test } from 'vitest'
import { runCmdlet } from '../cmdlets/run-cmdlet.ts'
import { practiceEstate } from '../sql/practice-session.ts'
import { seedMailServers } from './mail-servers.ts'
import { seedWebFarm } from './web-farm-state.ts'

const { state, remove } = practiceEstate()
afterAll(remove)
beforeEach(() => {
  seedWebFarm(state)
  seedMailServers(state)
  state.effects.length = 0
})

/** The error's id and text, or what was answered. */
async function ask(endpoint: string, name: string, parameters: Record<string, unknown>): Promise<string | unknown[]> {
  const { error, output } = await runCmdlet(state, endpoint, name, parameters)
  return error === undefined ? output : `${error.id}: ${error.message}`
}

const pfx = (password: string) => ({
  FilePath: '\\\\files.contoso.com\\certs\\portal.pfx',
  CertStoreLocation: 'Cert:\\LocalMachine\\My',
  Password: { secure: password },
})
const bind = (certificateHash: string) => ({ bindingInformation: '*:443:portal.contoso.com', certificateHash, certificateStoreName: 'My' })

test('a pool is restarted that is started, and started that is stopped', async () => {
  expect(await ask('web1', 'Restart-WebAppPool', { Name: 'portal' })).toEqual([])
  await ask('web1', 'Stop-WebAppPool', { Name: 'Portal' })
  expect(await ask('web1', 'Get-WebAppPoolState', { Name: 'Portal' })).toEqual([{ Value: 'Stopped' }])
  expect(await ask('web2', 'Get-WebAppPoolState', { Name: 'Portal' })).toEqual([{ Value: 'Started' }])
  expect(await ask('web1', 'Get-ChildItem', { Path: 'IIS:\\AppPools\\Portal\\WorkerProcesses' })).toEqual([])
  expect(await ask('web1', 'Restart-WebAppPool', { Name: 'Portal' })).toMatch(/You have to start stopped object/)
  expect(await ask('web1', 'Start-WebAppPool', { Name: 'Portal' })).toEqual([])
})

test('a certificate is bound that lies in the store, and lies there when its file was opened', async () => {
  const { thumbprint, password } = state.webFarm!.renewal
  expect(await ask('web1', 'WebBinding.AddSslCertificate', bind(thumbprint))).toMatch(
    /^COMException: A specified logon session does not exist/,
  )
  expect(await ask('web1', 'Import-PfxCertificate', pfx(`${password}x`))).toMatch(/requires either a different password/)
  expect(await ask('web1', 'Import-PfxCertificate', { ...pfx(password), FilePath: 'D:\\none.pfx' })).toMatch(/^PathNotFound/)
  expect(state.effects).toEqual([])
  expect(await ask('web1', 'Import-PfxCertificate', pfx(password))).toEqual([{ Thumbprint: thumbprint }])
  expect(await ask('web1', 'WebBinding.AddSslCertificate', bind(thumbprint))).toEqual([])
  expect(await ask('web1', 'Test-Path', { Path: `Cert:\\LocalMachine\\My\\${thumbprint}` })).toEqual([true])
  expect(await ask('web2', 'Test-Path', { Path: `Cert:\\LocalMachine\\My\\${thumbprint}` })).toEqual([false])
  expect(JSON.stringify(state.effects)).not.toContain(password)
})

test('a mailbox database is moved to a copy that has what the dial asks for', async () => {
  const [database] = state.mailServers!.databases
  const move = (ActivateOnServer: string, MountDialOverride: string) =>
    ask('exchange', 'Move-ActiveMailboxDatabase', { Identity: 'DB01', ActivateOnServer, MountDialOverride })
  expect(await move('ex1', 'Lossless')).toMatch(/already mounted on server 'ex1\.contoso\.com'/)
  expect(await move('ex9', 'Lossless')).toMatch(/^ManagementObjectNotFoundException/)
  expect(await move('ex2', 'Careless')).toMatch(/^CannotConvertArgumentNoMessage/)
  database!.copies[1]!.copyQueue = 5
  expect(await move('ex2', 'Lossless')).toMatch(/is missing 5 logs/)
  database!.copies[1]!.suspended = true
  expect(await move('ex2', 'GoodAvailability')).toMatch(/is suspended/)
  expect(state.effects).toEqual([])
  database!.copies[1]!.suspended = false
  expect(await move('ex2', 'GoodAvailability')).toMatchObject([{ Status: 'Succeeded' }])
  expect(await ask('exchange', 'Get-MailboxDatabase', { Identity: 'db01' })).toMatchObject([{ MountedOnServer: null }])
})

test('each server knows its own cmdlets only', async () => {
  for (const [endpoint, name] of [
    ['management', 'Get-WebBinding'],
    ['web1', 'Get-Queue'],
    ['exchange', 'Get-CsPool'],
    ['sec-host', 'Get-WebBinding'],
  ] as const)
    expect(await ask(endpoint, name, {}), endpoint).toMatch(/^CommandNotFoundException/)
  expect(await ask('web1', 'Import-Module', { Name: 'ActiveDirectory' })).toMatch(/^Modules_ModuleNotFound/)
  expect(await ask('web1', 'Get-ChildItem', { Path: 'IIS:\\Sites' })).toMatch(/^PathNotFound/)
})
