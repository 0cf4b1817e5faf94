import { agentProcedures } from './procedures-agent.ts'
import { fileProcedures } from './procedures-file.ts'
import { lockProcedures } from './procedures-lock.ts'
import { secondaryProcedures } from './procedures-log-shipping-secondary.ts'
import { primaryProcedures } from './procedures-log-shipping-primary.ts'
import { sessionProcedures } from './procedures-session.ts'
import type { SessionView } from './environment.ts'
import type { Procedure } from './procedure.ts'

const all: Record<string, Procedure> = {
  ...sessionProcedures,
  ...fileProcedures,
  ...lockProcedures,
  ...agentProcedures,
  ...secondaryProcedures,
  ...primaryProcedures,
}

/** The procedure that a name of one to three parts means; those of msdb must be named with their database from elsewhere. */
export function procedureNamed(path: string[], session: SessionView): Procedure | undefined {
  const [name = '', schema = '', database = session.database] = [...path].toReversed()
  const procedure = all[name.toLowerCase()]
  if (procedure === undefined || path.length > 3 || !['dbo', 'sys', ''].includes(schema.toLowerCase())) return undefined
  return procedure.home === 'master' || database.toLowerCase() === procedure.home ? procedure : undefined
}
