/** Reads everything that a bot is made of from disk: configuration, documents, policies, people. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { loadConfiguration, targetsOf } from '../config.ts'
import type { Configuration } from '../config-schema.ts'
import { formatFault } from '../procedure/fault.ts'
import { readPeople, type PersonRecord } from '../procedure/people.ts'
import type { Policy, Target } from '../procedure/plan-types.ts'
import { readPolicy } from '../procedure/policy.ts'
import type { Fault, Procedure } from '../procedure/procedure.ts'
import { readProcedure } from '../procedure/read-procedure.ts'
import { policyFaults } from './policy-faults.ts'
import { Refused } from './refused.ts'

export interface House {
  file: string
  configuration: Configuration
  targets: Record<string, Target>
  procedures: Procedure[]
  policies: Record<string, Policy>
  people: PersonRecord[]
}

/** Everything, or every fault of every file. */
export function readHouse(path: string): { house: House } | { faults: Fault[] } {
  const loaded = loadConfiguration(path)
  // A fault of the configuration hides none of the other files.
  const faults: Fault[] = 'faults' in loaded ? [...loaded.faults] : []
  const folders = 'faults' in loaded ? loaded.folders : loaded.configuration
  if (folders === undefined) return { faults }
  const keep = <T extends object>(read: T | { faults: Fault[] }): T | undefined => {
    if (!('faults' in read)) return read
    faults.push(...(read.faults as Fault[]))
    return undefined
  }
  const { commands, approvals } = folders
  const procedures = filesIn(commands, '.md', faults).flatMap(({ file, text }) => {
    const read = keep(readProcedure(file, text))
    return read ? [{ file, procedure: read.procedure }] : []
  })
  const policies = filesIn(approvals, '.yaml', faults)
    .filter(({ file }) => !file.endsWith('people.yaml'))
    .flatMap(({ file, text }) => {
      const read = keep(readPolicy(file, text))
      return read ? [{ file, policy: read.policy }] : []
    })
  const people = readPeopleFile(approvals, faults, keep)
  if (faults.length === 0) faults.push(...policyFaults({ procedures, policies, people }))
  if (faults.length > 0 || 'faults' in loaded) return { faults: faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line) }
  return {
    house: {
      file: loaded.file,
      configuration: loaded.configuration,
      targets: targetsOf(loaded.configuration),
      procedures: procedures.map(({ procedure }) => procedure),
      policies: Object.fromEntries(policies.map(({ policy }) => [policy.id, policy])),
      people,
    },
  }
}

/** As `readHouse`; faults end the command. */
export function loadHouse(path: string): House {
  const read = readHouse(path)
  if ('faults' in read) throw new Refused(read.faults.map(formatFault), 2)
  return read.house
}

function readPeopleFile(
  approvals: string,
  faults: Fault[],
  keep: <T extends object>(read: T | { faults: Fault[] }) => T | undefined,
): PersonRecord[] {
  const file = filesIn(approvals, 'people.yaml', faults)[0]
  if (file) return keep(readPeople(file.file, file.text))?.people ?? []
  faults.push({
    file: join(approvals, 'people.yaml'),
    line: 1,
    what: 'there is no such file, so nobody can approve.',
    next: 'List the people and their groups there.',
  })
  return []
}

function filesIn(directory: string, ending: string, faults: Fault[]): { file: string; text: string }[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(ending))
      .toSorted()
      .map((name) => ({ file: relative(process.cwd(), join(directory, name)) || name, text: readFileSync(join(directory, name), 'utf8') }))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    if (!faults.some((fault) => fault.file === directory)) {
      faults.push({
        file: directory,
        line: 1,
        what: `this folder cannot be read (${code}).`,
        next: 'Correct `commands` or `approvals` in the configuration.',
      })
    }
    return []
  }
}
