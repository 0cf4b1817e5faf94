import type { Estate } from '../test/estate/estate.ts'
import { addJob } from '../test/estate/state/msdb.ts'

/** A job of the SQL Server Agent at SEC, turned on. */
export function addJobAt({ state }: Estate, name: string): void {
  const instance = state.instances.find((each) => each.name === 'SEC')
  if (instance === undefined) throw new Error('the practice estate has no SEC')
  addJob(instance.msdb, name, Date.now())
}
