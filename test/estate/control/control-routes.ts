import { lateLog } from '../state/seed.ts'
import type { Route } from './control-server.ts'
import type { Behind } from './cmdlet-route.ts'
import { cmdletRoute } from './cmdlet-route.ts'
import { BadRequest } from './control-server.ts'
import { readFault } from './fault-request.ts'
import { stateSnapshot } from './state-snapshot.ts'
import { hostOf, windowsPlaces } from './windows-places.ts'

/** What the control endpoint can be asked. */
export function controlRoutes({ state, faults, log }: Behind): Record<string, Route> {
  return {
    'GET /statements': (query) => {
      const since = Number(query.get('since') ?? 0)
      return { statements: log.all.filter((statement) => statement.number > since) }
    },
    'GET /effects': () => ({ effects: state.effects }),
    'GET /faults': () => ({ faults: faults.waiting() }),
    'POST /faults': (_query, body) => {
      faults.inject(readFault(body))
      return { faults: faults.waiting() }
    },
    'DELETE /faults': () => {
      faults.clear()
      return { faults: [] }
    },
    'GET /state': () => stateSnapshot(state),
    'POST /late-log': () => ({ file: lateLog(state) }),
    'POST /cmdlet': cmdletRoute({ state, faults, log }),
    'GET /files': (query) => places(state.dir, query.get('endpoint') ?? ''),
  }
}

/** As the PowerShell stand-in asks: which directories its endpoint's Windows paths mean. */
function places(dir: string, endpoint: string): Record<string, string> {
  const host = hostOf(endpoint)
  if (host === undefined) throw new BadRequest(`The practice estate has no endpoint "${endpoint}".`)
  return windowsPlaces(dir, host)
}
