/** Whether the first entry of a run fits: it holds the document, the people, the policies and the targets twice, and the plan. */
import { STARTED_BYTES } from '../../audit/chain.ts'
import type { Target } from '../../procedure/plan-types.ts'
import type { Person, Policy } from '../../policy/policy.ts'
import type { Fault } from '../../text/fault.ts'
import type { DocumentFile } from './document-faults.ts'

export interface StartedWith {
  people: readonly Person[]
  policies: readonly Policy[]
  targets: Record<string, Target>
}

/** Room for what is answered, and for what is around it. */
const ANSWERS_BYTES = 16 * 1024

export function sizeFaults({ file, procedure }: DocumentFile, { people, policies, targets }: StartedWith): Fault[] {
  const persons = people.map(({ id, name, groups }) => ({ id, name, groups }))
  const around = bytes({ people: persons, policies, targets })
  const own = bytes(procedure.text) + bytes(procedure) + bytes(procedure.steps)
  const size = own + 3 * around + ANSWERS_BYTES
  if (size <= STARTED_BYTES) return []
  const what = `a start would put ${kb(size)} into the log (${kb(own)} by this document, the rest by people, policies and targets), and ${kb(STARTED_BYTES)} fit`
  return [
    {
      file,
      line: 1,
      what,
      next: own > around ? 'make two procedures of it' : 'keep people and policies that start or approve nothing out of `approvals`',
    },
  ]
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function kb(size: number): string {
  return `${Math.ceil(size / 1024)} KB`
}
