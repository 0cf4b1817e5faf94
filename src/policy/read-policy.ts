/** One file of `approvals/`: who may start, who must agree, how long an agreement lives. */
import { ESCALATES, EXPIRES, MOST_APPROVERS, MOST_GROUPS, MOST_LINES } from '../text/bounds.ts'
import { sortFaults } from '../text/fault.ts'
import type { Fault, Report } from '../text/fault.ts'
import type { ApprovalLine, Policy } from './policy.ts'
import { inEnglish } from '../yaml/say-yaml-fault.ts'
import { readKeys, readYamlMap } from '../yaml/read-map.ts'
import type { YamlMap } from '../yaml/read-map.ts'
import { anything, countField, durationField, nameField, namesField } from '../yaml/fields.ts'

const SHAPE = {
  start: namesField(MOST_GROUPS),
  approve: anything,
  expires: durationField(EXPIRES),
  escalate: anything,
  deviate: anything,
  'break-glass': anything,
}
const LINE = { from: namesField(MOST_GROUPS), count: countField(MOST_APPROVERS) }
const ESCALATE = { after: durationField(ESCALATES), to: namesField(MOST_GROUPS) }

/** Every key, by the key above it: what the reference documents are held to. */
export const POLICY_KEYS = { '': SHAPE, approve: LINE, deviate: LINE, escalate: ESCALATE }

/** The policy's id is the file's name without `.yaml`. All faults come back at once; `lineOf` gives the line of a key. */
export function readPolicy(file: string, text: string): { policy: Policy; lineOf: YamlMap['lineOf'] } | { faults: Fault[] } {
  const faults: Fault[] = []
  const report: Report = (line, what, next) => faults.push({ file, line, what, next })
  const map = readYamlMap(text, 1, inEnglish(report))
  const id = policyId(file)
  if ('wanted' in nameField(id))
    report(1, `no document can name a policy \`${id}\``, 'call the file by small letters, digits and dashes, like `disaster-recovery.yaml`')
  const {
    start,
    expires,
    escalate: _escalate,
    'break-glass': _glass,
    ...rest
  } = readKeys(SHAPE, map, { path: [], of: { is: 'policy' } }, inEnglish(report))
  const approve = rest.approve === undefined ? [] : readLines(map, report)
  const deviate = rest.deviate === undefined ? undefined : readLine(map, ['deviate'], report)
  const escalate = readEscalation(map, expires, report)
  if (map.data['break-glass'] !== undefined) {
    report(
      map.lineOf(['break-glass']),
      '`break-glass` is not built yet, and a run would pass over it',
      'remove it: every gate needs its people',
    )
  }
  for (const key of ['approve', 'deviate'] as const)
    if (rest[key] === undefined && !map.broken) report(1, `\`${key}\` is missing`, `add \`${key}: …\``)
  if (faults.length > 0 || start === undefined || expires === undefined || deviate === undefined) return { faults: sortFaults(faults) }
  return {
    policy: {
      id,
      start,
      approve,
      expiresMs: expires,
      ...(escalate === undefined ? {} : { escalate }),
      deviate,
    },
    lineOf: map.lineOf,
  }
}

/** What documents call the policy of this file. */
export function policyId(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '')
}

function readLines(map: YamlMap, report: Report): ApprovalLine[] {
  const written: unknown = map.data['approve']
  const line = map.lineOf(['approve'])
  if (!Array.isArray(written) || written.length === 0) {
    report(line, '`approve` must be a list of lines', 'write it like `- { from: dba, count: 1 }`')
    return []
  }
  if (written.length > MOST_LINES)
    report(line, `\`approve\` has ${written.length} lines, and ${MOST_LINES} are possible`, 'let one line ask for more people')
  const lines = written.map((_, index) => readLine(map, ['approve', String(index)], report))
  const read = lines.filter((each) => each !== undefined)
  const total = read.reduce((sum, { count }) => sum + count, 0)
  if (read.length === lines.length && total < 2) {
    report(line, `\`approve\` asks for ${total} person`, 'ask for two at least: a plan is countersigned by two people')
  }
  return read
}

function readLine(map: YamlMap, path: string[], report: Report): ApprovalLine | undefined {
  const { from, count } = readKeys(LINE, map, { path, of: { is: 'key', name: path[0] ?? '' } }, inEnglish(report))
  return from === undefined || count === undefined ? undefined : { from, count }
}

function readEscalation(map: YamlMap, expiresMs: number | undefined, report: Report): Policy['escalate'] {
  if (map.data['escalate'] === undefined) return undefined
  const { after, to } = readKeys(ESCALATE, map, { path: ['escalate'], of: { is: 'key', name: 'escalate' } }, inEnglish(report))
  if (after !== undefined && after >= (expiresMs ?? Number.POSITIVE_INFINITY)) {
    report(map.lineOf(['escalate']), 'the gate expires before anybody is called', 'make `after` shorter than `expires`')
  }
  return after === undefined || to === undefined ? undefined : { afterMs: after, to }
}
