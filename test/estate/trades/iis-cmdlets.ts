/** WebAdministration and PKI at a web server, with the refusals that their users know. */
import { existsSync, readFileSync } from 'node:fs'
import { hostOf } from '../control/windows-places.ts'
import { CmdletFailure, secureTextOf, textOf, type Cmdlet, type CmdletCall } from '../cmdlets/cmdlet.ts'
import { placeOnDisk } from '../state/estate-state.ts'
import { lockOf, startPool, type ApplicationPool, type WebFarm, type WebServer } from './web-farm-state.ts'

const NAME = [{ name: 'Name', mandatory: true }] as const
const MY_STORE = 'cert:\\localmachine\\my'

export const iisCmdlets: readonly Cmdlet[] = [
  { name: 'Import-Module', parameters: NAME, run: importModule },
  { name: 'Get-WebAppPoolState', parameters: NAME, run: (call) => [{ Value: poolNamed(call, textOf(call, 'Name') ?? '').state }] },
  { name: 'Start-WebAppPool', parameters: NAME, effect: true, run: (call) => turn(call, 'Stopped', 'The object is already started.') },
  {
    name: 'Restart-WebAppPool',
    parameters: NAME,
    effect: true,
    run: (call) => turn(call, 'Started', 'You have to start stopped object before restarting it.'),
  },
  {
    name: 'Stop-WebAppPool',
    parameters: NAME,
    effect: true,
    run: (call) => {
      poolNamed(call, textOf(call, 'Name') ?? '').state = 'Stopped'
      return []
    },
  },
  { name: 'Get-ChildItem', parameters: [{ name: 'Path', mandatory: true }], run: children },
  { name: 'Test-Path', parameters: [{ name: 'Path', mandatory: true }], run: (call) => [isInStore(call, textOf(call, 'Path') ?? '')] },
  { name: 'Get-WebBinding', parameters: [{ name: 'Protocol' }, { name: 'HostHeader' }], run: bindings },
  {
    name: 'WebBinding.AddSslCertificate',
    parameters: ['bindingInformation', 'certificateHash', 'certificateStoreName'].map((name) => ({ name, mandatory: true })),
    effect: true,
    run: bindCertificate,
  },
  {
    name: 'Import-PfxCertificate',
    parameters: [{ name: 'FilePath', mandatory: true }, { name: 'CertStoreLocation' }, { name: 'Password' }],
    effect: true,
    run: importPfx,
  },
]

function importModule(call: CmdletCall): [] {
  const name = textOf(call, 'Name') ?? ''
  if (/^(webadministration|pki)$/i.test(name)) return []
  const text = `The specified module '${name}' was not loaded because no valid module file was found in any module directory.`
  throw new CmdletFailure(text, 'Modules_ModuleNotFound', 'ResourceUnavailable')
}

/** `must` be in that state before; a new process is there afterwards. */
function turn(call: CmdletCall, must: ApplicationPool['state'], otherwise: string): [] {
  const pool = poolNamed(call, textOf(call, 'Name') ?? '')
  if (pool.state !== must) throw new CmdletFailure(otherwise, 'InvalidOperation', 'InvalidOperation')
  startPool(pool, call.state.clock.now())
  return []
}

/** The worker processes of a pool, or the certificates of the machine's own store; no other folder of the two drives is known. */
function children(call: CmdletCall): unknown[] {
  const path = textOf(call, 'Path') ?? ''
  if (path.toLowerCase() === MY_STORE) return serverOf(call).store.map((thumbprint) => ({ Thumbprint: thumbprint }))
  const [, pool] = /^IIS:\\AppPools\\([^\\]+)\\WorkerProcesses$/i.exec(path) ?? []
  if (pool === undefined) throw notFound(path)
  const { name, state, processId } = poolNamed(call, pool)
  return state === 'Started' ? [{ processId, appPoolName: name, state: 'Running' }] : []
}

function isInStore(call: CmdletCall, path: string): boolean {
  const at = path.lastIndexOf('\\')
  if (path.slice(0, at).toLowerCase() !== MY_STORE) throw notFound(path)
  return serverOf(call).store.includes(path.slice(at + 1).toUpperCase())
}

function bindings(call: CmdletCall): unknown[] {
  const [protocol, host] = [textOf(call, 'Protocol')?.toLowerCase(), textOf(call, 'HostHeader')?.toLowerCase()]
  if (protocol !== undefined && protocol !== 'https') return []
  return serverOf(call)
    .sites.filter((site) => host === undefined || site.host === host)
    .map((site) => ({
      protocol: 'https',
      bindingInformation: `*:443:${site.host}`,
      sslFlags: 1,
      certificateHash: site.thumbprint,
      certificateStoreName: 'My',
    }))
}

/** The method of a binding that gives it its certificate, which must lie in the store already. */
function bindCertificate(call: CmdletCall): [] {
  const { sites, store } = serverOf(call)
  const site = sites.find(({ host }) => `*:443:${host}` === textOf(call, 'bindingInformation'))
  const thumbprint = (textOf(call, 'certificateHash') ?? '').toUpperCase()
  if (site === undefined || textOf(call, 'certificateStoreName')?.toLowerCase() !== 'my' || !store.includes(thumbprint)) {
    const text = 'A specified logon session does not exist. It may already have been terminated. (Exception from HRESULT: 0x80070520)'
    throw new CmdletFailure(text, 'COMException', 'NotSpecified')
  }
  site.thumbprint = thumbprint
  return []
}

function importPfx(call: CmdletCall): unknown[] {
  const path = textOf(call, 'FilePath') ?? ''
  const store = textOf(call, 'CertStoreLocation') ?? ''
  if (store.toLowerCase() !== MY_STORE) throw notFound(store)
  const place = placeOnDisk(call.state, hostOf(call.endpoint) ?? '', path)
  if (place === undefined || !existsSync(place)) throw notFound(path)
  const { kind, thumbprint, lock } = JSON.parse(readFileSync(place, 'utf8')) as Record<'kind' | 'thumbprint' | 'lock', string>
  if (kind !== 'practice PFX') throw new CmdletFailure('Cannot find the requested object.', 'System.Exception', 'NotSpecified')
  if (lockOf(secureTextOf(call, 'Password') ?? '') !== lock) {
    const text =
      'The PFX file you are trying to import requires either a different password or membership in an Active Directory principal to which it is protected.'
    throw new CmdletFailure(text, 'System.ComponentModel.Win32Exception', 'NotSpecified')
  }
  const server = serverOf(call)
  if (!server.store.includes(thumbprint)) server.store.push(thumbprint)
  return [{ Thumbprint: thumbprint }]
}

function poolNamed(call: CmdletCall, name: string): ApplicationPool {
  const found = serverOf(call).pools.find((pool) => pool.name.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw notFound(`IIS:\\AppPools\\${name}`)
  return found
}

function serverOf({ state, endpoint }: CmdletCall): WebServer {
  const farm: WebFarm | undefined = state.webFarm
  const found = farm?.servers.find(({ fqdn }) => fqdn === hostOf(endpoint))
  if (found === undefined) throw new CmdletFailure(`${endpoint} is no web server.`, 'CommandNotFoundException', 'ObjectNotFound')
  return found
}

function notFound(path: string): CmdletFailure {
  return new CmdletFailure(`Cannot find path '${path}' because it does not exist.`, 'PathNotFound', 'ObjectNotFound')
}
