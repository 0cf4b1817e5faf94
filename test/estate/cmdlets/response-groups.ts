import { RGS_KINDS } from '../state/applications.ts'
import type { ResponseGroup, RgsKind } from '../state/applications.ts'
import { isUp } from '../state/topology.ts'
import type { FrontEndPool } from '../state/topology.ts'
import { CmdletFailure, isSet, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { readExport, writeExport } from './exported-file.ts'
import { requirePool } from './pools.ts'

const flag = (name: string) => ({ name, flag: true }) as const

/** Response groups: what a pool holds, exported and imported. */
export const responseGroupCmdlets: readonly Cmdlet[] = [
  ...RGS_KINDS.map((kind): Cmdlet => ({
    name: `Get-CsRgs${kind}`,
    parameters: [{ name: 'Identity' }, { name: 'Name' }, { name: 'Owner' }, flag('ShowAll')],
    run: (call) => held(call, kind),
  })),
  {
    name: 'Export-CsRgsConfiguration',
    parameters: [
      { name: 'Source', mandatory: true },
      { name: 'FileName', mandatory: true },
      { name: 'Owner' },
      flag('RemoveExportedConfiguration'),
      flag('Force'),
    ],
    effect: true,
    run: exportGroups,
  },
  {
    name: 'Import-CsRgsConfiguration',
    parameters: [
      { name: 'Destination', mandatory: true },
      { name: 'FileName', mandatory: true },
      flag('OverwriteOwner'),
      flag('ReplaceExistingRgsSettings'),
      flag('ResolveNameConflicts'),
      flag('Force'),
    ],
    effect: true,
    run: importGroups,
  },
]

/** Without -Owner or -ShowAll only what is the pool's own is seen. */
function held(call: CmdletCall, kind: RgsKind): unknown[] {
  const pool = livingPool(call, 'Identity')
  const owner = call.given.has('Owner') ? poolAt(call, 'Owner').fqdn : pool.fqdn
  const name = textOf(call, 'Name')
  return call.state.applications.responseGroups
    .filter((each) => each.pool === pool.fqdn && each.kind === kind && (isSet(call, 'ShowAll') || each.owner === owner))
    .filter((each) => name === undefined || each.name.toLowerCase() === name.toLowerCase())
    .map((each) => ({ Identity: `service:ApplicationServer:${pool.fqdn}/${each.name}`, Name: each.name, OwnerPool: each.owner }))
}

function exportGroups(call: CmdletCall): [] {
  const { applications } = call.state
  const source = livingPool(call, 'Source')
  const owner = call.given.has('Owner') ? poolAt(call, 'Owner').fqdn : source.fqdn
  const of = (each: ResponseGroup): boolean => each.pool === source.fqdn && each.owner === owner
  const content = applications.responseGroups.filter(of).map(({ kind, name }) => ({ kind, name, owner }))
  writeExport(call, 'response groups', content, true)
  if (isSet(call, 'RemoveExportedConfiguration')) applications.responseGroups = applications.responseGroups.filter((each) => !of(each))
  return []
}

function importGroups(call: CmdletCall): [] {
  const { applications } = call.state
  const { fqdn: pool } = livingPool(call, 'Destination')
  const read = readExport(call, 'response groups') as Pick<ResponseGroup, 'kind' | 'name' | 'owner'>[]
  const here = applications.responseGroups.filter((each) => each.pool === pool)
  const taken = read.find(({ kind, name, owner }) => here.some((each) => each.kind === kind && each.name === name && each.owner !== owner))
  if (taken !== undefined && !isSet(call, 'ResolveNameConflicts'))
    throw new CmdletFailure(`The name "${taken.name}" is used by another pool's response groups.`, 'NameConflict', 'ResourceExists')
  const unknown = read.find(({ kind, name, owner }) => owner === pool && !here.some((each) => each.kind === kind && each.name === name))
  if (unknown !== undefined && !isSet(call, 'OverwriteOwner'))
    throw new CmdletFailure(`${pool} does not know "${unknown.name}" as its own: use -OverwriteOwner.`, 'OwnerConflict', 'InvalidOperation')
  const come = read.map((each) => ({ ...each, pool, owner: isSet(call, 'OverwriteOwner') ? pool : each.owner }))
  const stays = applications.responseGroups.filter(
    (each) => each.pool !== pool || !come.some(({ kind, name }) => each.kind === kind && each.name === name),
  )
  applications.responseGroups = [...stays, ...come]
  return []
}

/** `service:ApplicationServer:pool1.contoso.com` */
function poolAt(call: CmdletCall, parameter: string): FrontEndPool {
  const text = textOf(call, parameter) ?? ''
  const fqdn = /^service:ApplicationServer:([^/]+)$/i.exec(text)?.[1]
  if (fqdn === undefined)
    throw new CmdletFailure(`Cannot convert "${text}" to an identity of a service.`, 'CannotConvertArgument', 'InvalidArgument')
  return requirePool(call, fqdn)
}

function livingPool(call: CmdletCall, parameter: string): FrontEndPool {
  const pool = poolAt(call, parameter)
  if (isUp(pool)) return pool
  throw new CmdletFailure(`The Response Group database of ${pool.fqdn} cannot be reached.`, 'DatabaseUnavailable', 'ConnectionError')
}
