import type { EdgePool, Site } from '../state/topology.ts'
import { findPool } from '../state/topology.ts'
import { CmdletFailure, textOf } from './cmdlet.ts'
import type { Cmdlet, CmdletCall } from './cmdlet.ts'
import { writeToStore } from './management-store.ts'

const ROUTES = ['FederationRoute', 'XmppFederationRoute'] as const

/** The next hop of Edge pools, and the routes of sites to other organisations. */
export const edgeCmdlets: readonly Cmdlet[] = [
  {
    name: 'Set-CsEdgeServer',
    parameters: [{ name: 'Identity', mandatory: true }, { name: 'Registrar' }],
    effect: true,
    run: (call) => {
      const [edge, registrar] = [edgeOf(call, textOf(call, 'Identity')), textOf(call, 'Registrar') ?? '']
      const pool = findPool(call.state.topology, registrar.replace(/^registrar:/i, ''))
      if (pool === undefined || !/^registrar:/i.test(registrar)) throw notFound('service', registrar)
      writeToStore(call.state, () => (edge.nextHop = pool.fqdn))
      return []
    },
  },
  {
    name: 'Get-CsSite',
    parameters: [{ name: 'Identity' }],
    run: (call) => {
      const identity = textOf(call, 'Identity')
      return (identity === undefined ? call.state.topology.sites : [siteOf(call, identity)]).map((site) => ({
        Identity: `Site:${site.id}`,
        SiteId: site.id,
        FederationRoute: site.federationRoute,
        XmppFederationRoute: site.xmppFederationRoute,
      }))
    },
  },
  {
    name: 'Set-CsSite',
    parameters: [{ name: 'Identity', mandatory: true }, ...ROUTES.map((name) => ({ name }))],
    effect: true,
    run: (call) => {
      const site = siteOf(call, textOf(call, 'Identity')!)
      const [federation, xmpp] = ROUTES.map((name) => routeOf(call, name))
      writeToStore(call.state, () => {
        if (federation !== undefined) site.federationRoute = federation
        if (xmpp !== undefined) site.xmppFederationRoute = xmpp
      })
      return []
    },
  },
]

function edgeOf({ state }: CmdletCall, identity = ''): EdgePool {
  const found = state.topology.edges.find(({ fqdn }) => `edgeserver:${fqdn}` === identity.toLowerCase())
  if (found === undefined) throw notFound('service', identity)
  return found
}

/** The id of a site, or its identity. */
function siteOf({ state }: CmdletCall, identity: string): Site {
  const wanted = identity.toLowerCase().replace(/^site:/, '')
  const found = state.topology.sites.find(({ id }) => id.toLowerCase() === wanted)
  if (found === undefined) throw notFound('site', identity)
  return found
}

function routeOf(call: CmdletCall, name: (typeof ROUTES)[number]): string | undefined {
  if (!call.given.has(name)) return undefined
  const route = textOf(call, name) ?? ''
  return route === '' ? '' : `EdgeServer:${edgeOf(call, route).fqdn}`
}

function notFound(what: string, identity: string): CmdletFailure {
  return new CmdletFailure(`Cannot find a ${what} with the identity "${identity}" in the topology.`, 'ObjectNotFound', 'ObjectNotFound')
}
