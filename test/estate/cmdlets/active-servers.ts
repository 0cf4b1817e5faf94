import { CmdletFailure, isSet } from './cmdlet.ts'
import type { CmdletCall } from './cmdlet.ts'

/** A Persistent Chat pool has at most four active servers. */
const MOST_ACTIVE = 4

/** The list that `-ActiveServers` (@{Replace}, @{Add}, @{Remove}, $null) or `-Swap` asks for; refuses servers of other pools. */
export function changedList(call: CmdletCall): string[] {
  const { pool } = call.state
  if (isSet(call, 'Swap') === call.given.has('ActiveServers')) {
    throw new CmdletFailure(
      'Parameter set cannot be resolved using the specified named parameters.',
      'AmbiguousParameterSet',
      'InvalidArgument',
    )
  }
  const wanted = isSet(call, 'Swap')
    ? pool.servers.map((server) => server.fqdn).filter((fqdn) => !pool.activeServers.includes(fqdn))
    : modified(pool.activeServers, call.given.get('ActiveServers'))
  const stranger = wanted.find((fqdn) => !pool.servers.some((server) => server.fqdn === fqdn))
  if (stranger !== undefined) throw refused(`"${stranger}" is no Persistent Chat server of the pool ${pool.fqdn}.`)
  if (wanted.length > MOST_ACTIVE)
    throw refused(`${wanted.length} servers would be active in the pool ${pool.fqdn}: at most ${MOST_ACTIVE} can be.`)
  return wanted
}

function modified(current: string[], modifier: unknown): string[] {
  if (modifier === null || modifier === '') return []
  if (typeof modifier === 'string' || Array.isArray(modifier)) return unique(names(modifier))
  let list = [...current]
  const entries = typeof modifier === 'object' ? Object.entries(modifier as Record<string, unknown>) : []
  if (entries.length === 0) throw cannotConvert()
  for (const [verb, value] of entries) {
    const given = names(value)
    switch (verb.toLowerCase()) {
      case 'replace':
        list = given
        break
      case 'add':
        list = [...list, ...given]
        break
      case 'remove':
        list = list.filter((fqdn) => !given.includes(fqdn))
        break
      default:
        throw cannotConvert()
    }
  }
  return unique(list)
}

function names(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  if (!list.every((each): each is string => typeof each === 'string' && each !== '')) throw cannotConvert()
  return list.map((each) => each.toLowerCase())
}

function unique(list: string[]): string[] {
  return [...new Set(list)]
}

function cannotConvert(): CmdletFailure {
  return refused(
    "Cannot bind parameter 'ActiveServers': it takes @{Add=…}, @{Remove=…}, @{Replace=…} with server names, or $null.",
    'CannotConvertArgumentNoMessage',
  )
}

function refused(text: string, id = 'InvalidActiveServers'): CmdletFailure {
  return new CmdletFailure(text, id, 'InvalidArgument')
}
