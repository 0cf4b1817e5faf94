/** Reads everything that a bot is made of from disk: configuration, documents, policies, people. */
import { join } from 'node:path'
import { loadConfiguration, targetsOf, type Loaded } from '../../config.ts'
import type { Configuration } from '../../config/schema.ts'
import type { RunConfiguration } from '../../engine/server/tell-configuration.ts'
import { formatFault, sortFaults } from '../../text/fault.ts'
import { readPeople, type PersonRecord } from '../../policy/people.ts'
import type { Target } from '../../procedure/plan-types.ts'
import type { Policy } from '../../policy/policy.ts'
import { policyId, readPolicy } from '../../policy/read-policy.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Fault } from '../../text/fault.ts'
import { readersOf } from '../../config/readers.ts'
import { RULES_FILE } from '../../procedure/include/beside.ts'
import { judgeDocument, judgeRules } from '../../lint/judge-document.ts'
import type { Readers } from '../../lint/readers.ts'
import { unusedParameters } from '../../lint/unused-parameters.ts'
import {
  doubledCommands,
  emptyGroups,
  missingPolicies,
  missingTargets,
  takenVerbs,
  unpassableGates,
  type DocumentFile,
} from './document-faults.ts'
import { policyFaults, type PolicyFile } from './policy-faults.ts'
import { namesIn, readFiles, shownPath } from './read-files.ts'
import { Refused } from '../refused.ts'
import { sizeFaults } from './start-size.ts'

const PEOPLE = 'people.yaml'

export interface Installation {
  file: string
  configuration: Configuration
  targets: Record<string, Target>
  /** Absent where none is configured. */
  secretNames?: string[]
  /** Those that are served. */
  procedures: Procedure[]
  policies: Record<string, Policy>
  people: PersonRecord[]
  /** Those that are not, until their faults are mended. */
  leftOut: LeftOut[]
  /** Every fault of documents and policies. */
  faults: Fault[]
}

/** What a run must know of it; addresses and accounts of people have no place in a log. */
export function runConfiguration({ policies, people, targets, secretNames }: Installation): RunConfiguration {
  const persons = people.map(({ id, name, groups }) => ({ id, name, groups }))
  return { policies, people: persons, targets, ...(secretNames === undefined ? {} : { secretNames }) }
}

/** A document out of service; its faults are its own, or those of a policy that it names. */
export interface LeftOut {
  id: string
  file: string
  /** Where it can be read. */
  command?: string
  faults: Fault[]
}

/**
 * Everything that can serve, with the faults of what cannot; faults alone where the configuration or the people have some: nothing goes without them.
 * All faults of all files come back at once. A policy that cannot be read stays what it was `before`: the runs under it have done no wrong.
 * `take`: what of the configuration counts beside a bot that runs, and what of it waits for the next start.
 */
export function readInstallation(
  path: string,
  before?: Installation,
  take: (read: Configuration) => { configuration: Configuration; waiting: string[] } = (configuration) => ({ configuration, waiting: [] }),
): { installation: Installation; waiting: string[] } | { faults: Fault[] } {
  const loaded = loadConfiguration(path)
  // A fault of the configuration hides none of the other files.
  const fatal: Fault[] = 'faults' in loaded ? [...loaded.faults] : []
  const folders = 'faults' in loaded ? loaded.folders : loaded.configuration
  if (folders === undefined) return { faults: fatal }
  const approvals = namesIn(folders.approvals, fatal)
  const people = approvals && readPeopleFile(folders.approvals, approvals, fatal)
  const policies = readPolicies(folders.approvals, approvals ?? [], people)
  const readers = 'faults' in loaded ? undefined : readersOf(loaded.configuration.readers)
  const documents = readDocuments(folders.commands, namesIn(folders.commands, fatal) ?? [], readers)
  const between = [
    ...documentFaults(documents.read, approvals && policies.files, loaded),
    ...peopleFaults(documents.read, policies.read, people),
  ]
  const sizes = sizesOf(documents.read, policies.read, people, loaded)
  const faults = sorted([...policies.faults, ...documents.faults, ...between, ...sizes])
  if (fatal.length > 0 || 'faults' in loaded || people === undefined) return { faults: sorted([...fatal, ...faults]) }
  const old = policies.unread.flatMap((id) => (before?.policies[id] === undefined ? [] : [[id, before.policies[id]] as const]))
  const leftOut = [...documents.broken, ...documents.read.flatMap((document) => whyLeftOut(document, faults, policies) ?? [])]
  const { configuration, waiting } = take(loaded.configuration)
  return {
    waiting,
    installation: {
      file: loaded.file,
      configuration,
      targets: targetsOf(configuration),
      ...namesOf(configuration.secrets),
      procedures: documents.read.map(({ procedure }) => procedure).filter(({ id }) => !leftOut.some((out) => out.id === id)),
      policies: Object.fromEntries([...old, ...policies.read.map(({ policy }) => [policy.id, policy] as const)]),
      people,
      leftOut: leftOut.toSorted((a, b) => a.file.localeCompare(b.file)),
      faults,
    },
  }
}

function namesOf(secrets: Configuration['secrets']): Pick<Installation, 'secretNames'> {
  const names = Object.keys(secrets).toSorted()
  return names.length === 0 ? {} : { secretNames: names }
}

/** As `readInstallation`; faults without which nothing goes end the command. */
export function loadInstallation(path: string): Installation {
  const read = readInstallation(path)
  if ('faults' in read) throw new Refused(read.faults.map(formatFault), 2)
  return read.installation
}

interface Policies {
  read: PolicyFile[]
  /** Of those that could not be read. */
  unread: string[]
  /** The file of each that stands in one, good or not. */
  files: Map<string, string>
  faults: Fault[]
}

function readPolicies(approvals: string, names: readonly string[], people: readonly PersonRecord[] | undefined): Policies {
  const faults: Fault[] = []
  const { files, unread } = readFiles(
    approvals,
    names.filter((name) => name.endsWith('.yaml') && name !== PEOPLE),
    faults,
  )
  const broken = unread.map(({ file }) => policyId(file))
  const read = files.flatMap(({ file, text }): PolicyFile[] => {
    const policy = readPolicy(file, text)
    if (!('faults' in policy)) return [{ file, ...policy }]
    faults.push(...policy.faults)
    broken.push(policyId(file))
    return []
  })
  faults.push(...namedOtherwise(approvals, names, /\.ya?ml$/i, '.yaml'))
  if (people !== undefined) faults.push(...read.flatMap((policy) => policyFaults(policy, people)))
  return { read, unread: broken, files: new Map([...files, ...unread].map(({ file }) => [policyId(file), file])), faults }
}

function readDocuments(
  commands: string,
  names: readonly string[],
  readers: Readers | undefined,
): { read: DocumentFile[]; broken: LeftOut[]; faults: Fault[] } {
  const faults: Fault[] = []
  const { files, unread } = readFiles(
    commands,
    names.filter((name) => name.endsWith('.md')),
    faults,
  )
  faults.push(...namedOtherwise(commands, names, /\.(md|markdown)$/i, '.md'))
  const beside = new Map(files.map((document) => [document.name, document]))
  const rules = beside.get(RULES_FILE)
  if (rules !== undefined) faults.push(...judgeRules(rules.file, rules.text, readers))
  const broken = unread.map(({ file, name }): LeftOut => ({ id: idOf(name), file, faults: faults.filter((fault) => fault.file === file) }))
  const documents = files.filter((document) => document !== rules)
  const read = documents.flatMap(({ file, name, text }): DocumentFile[] => {
    const document = judgeDocument(file, text, readers, beside)
    if (!('faults' in document)) return [{ file, ...document }]
    faults.push(...document.faults)
    broken.push({ id: idOf(name), file, ...document })
    return []
  })
  return { read, broken, faults }
}

/** What is not known of the other files makes no faults here. */
function documentFaults(documents: readonly DocumentFile[], policies: Policies['files'] | undefined, loaded: Loaded | object): Fault[] {
  const targets = 'configuration' in loaded ? targetsOf(loaded.configuration) : undefined
  return [
    ...(policies === undefined ? [] : documents.flatMap((document) => missingPolicies(document, [...policies.keys()]))),
    ...doubledCommands(documents),
    ...takenVerbs(documents),
    ...documents.flatMap(({ file, procedure }) => unusedParameters(file, procedure)),
    ...(targets === undefined ? [] : documents.flatMap((document) => missingTargets(document, targets))),
  ]
}

function peopleFaults(documents: readonly DocumentFile[], policies: readonly PolicyFile[], people: PersonRecord[] | undefined): Fault[] {
  const good = policies.map(({ policy }) => policy)
  if (people === undefined) return []
  return documents.flatMap((document) => [...unpassableGates(document, good, people), ...emptyGroups(document, people)])
}

function sizesOf(
  documents: readonly DocumentFile[],
  policies: readonly PolicyFile[],
  people: PersonRecord[] | undefined,
  loaded: Loaded | object,
): Fault[] {
  if (people === undefined || !('configuration' in loaded)) return []
  const around = { people, policies: policies.map(({ policy }) => policy), targets: targetsOf(loaded.configuration) }
  return documents.flatMap((document) => sizeFaults(document, around))
}

/** By its own faults, or by those of a policy that it names. */
function whyLeftOut({ file, procedure, places }: DocumentFile, faults: readonly Fault[], policies: Policies): LeftOut | undefined {
  const includes = [...places.gates, ...places.notices].map((place) => place.file)
  const files = new Set([
    file,
    ...includes,
    ...[procedure.policy, ...places.gates.map(({ policy }) => policy)].map((id) => policies.files.get(id)),
  ])
  const own = faults.filter((fault) => files.has(fault.file))
  return own.length === 0 ? undefined : { id: procedure.id, file, command: procedure.command, faults: own }
}

function readPeopleFile(approvals: string, names: readonly string[], fatal: Fault[]): PersonRecord[] | undefined {
  if (!names.includes(PEOPLE)) {
    const what = 'there is no such file, so nobody can approve.'
    fatal.push({ file: shownPath(join(approvals, PEOPLE)), line: 1, what, next: 'List the people and their groups there.' })
    return undefined
  }
  const [file] = readFiles(approvals, [PEOPLE], fatal).files
  const read = file === undefined ? { faults: [] } : readPeople(file.file, file.text)
  if ('people' in read) return read.people
  fatal.push(...read.faults)
  return undefined
}

function sorted(faults: readonly Fault[]): Fault[] {
  return sortFaults(faults).toSorted((a, b) => a.file.localeCompare(b.file))
}

/** Whoever wrote such a file believes that it counts. */
function namedOtherwise(folder: string, names: readonly string[], like: RegExp, ending: string): Fault[] {
  const others = names.filter((name) => like.test(name) && !name.endsWith(ending))
  return others.map((name) => ({
    file: shownPath(join(folder, name)),
    line: 1,
    what: 'this file is not read',
    next: `let its name end in \`${ending}\``,
  }))
}

function idOf(name: string): string {
  return name.replace(/\.md$/, '')
}
