/** What is wrong between a policy and the people: groups that nobody is in, numbers that nobody can meet. */
import { didYouMean } from '../../text/closest-name.ts'
import { matchLines } from '../../policy/match-lines.ts'
import type { PersonRecord } from '../../policy/people.ts'
import type { Person, Policy } from '../../policy/policy.ts'
import type { Fault } from '../../text/fault.ts'
import { quorumFault } from '../../policy/quorum-fault.ts'
import { sayQuorumFault } from '../../policy/say-quorum-fault.ts'

export interface PolicyFile {
  file: string
  policy: Policy
  lineOf: (path: readonly string[]) => number
}

const MORE_PEOPLE = 'Put people into these groups in people.yaml, or ask for fewer.'

export function policyFaults({ file, policy, lineOf }: PolicyFile, people: readonly PersonRecord[]): Fault[] {
  const fault = (path: readonly string[], what: string, next: string): Fault => ({ file, line: lineOf(path), what, next })
  const empty = emptyGroups(policy, people)
  const faults = empty.map(({ path, group }) => fault(path, `nobody is in the group \`${group}\``, groupAdvice(group, people)))
  const isEmpty = (key: string): boolean => empty.some(({ path }) => path[0] === key)
  const quorum = isEmpty('approve') ? undefined : unmeetable(policy, people)
  if (quorum !== undefined) faults.push(fault(['approve'], quorum, MORE_PEOPLE))
  const stuck = isEmpty('deviate') ? undefined : neverLedOn(policy, people)
  if (stuck !== undefined) faults.push(fault(['deviate'], stuck, MORE_PEOPLE))
  const lonely = isEmpty('escalate') ? undefined : onlyTheStarter(policy, people)
  if (lonely !== undefined) {
    const what = `only ${lonely.name} would be called, who may have started the run alone.`
    faults.push(fault(['escalate', 'to'], what, 'Name a group with somebody else in it.'))
  }
  return faults
}

/** Every place of the policy that names a group in which nobody is. */
function emptyGroups({ start, approve, escalate, deviate }: Policy, people: readonly PersonRecord[]): { path: string[]; group: string }[] {
  const places: [path: string[], groups: readonly string[]][] = [
    [['start'], start],
    ...approve.map(({ from }, index): [string[], string[]] => [['approve', String(index), 'from'], from]),
    [['escalate', 'to'], escalate?.to ?? []],
    [['deviate', 'from'], deviate.from],
  ]
  const known = new Set(people.flatMap(({ groups }) => groups))
  return places.flatMap(([path, groups]) => groups.filter((group) => !known.has(group)).map((group) => ({ path, group })))
}

function groupAdvice(group: string, people: readonly PersonRecord[]): string {
  const known = new Set(people.flatMap(({ groups }) => groups))
  return didYouMean(group, known, 'put people into it in people.yaml, or name another group')
}

/** Why no start under this policy could pass its gates: there are too few people, or, because the requester never counts, too few beside whoever starts. */
export function unmeetable(policy: Policy, people: readonly Person[]): string | undefined {
  const whole = quorumFault(policy, people, [])
  if (whole !== undefined) return sayQuorumFault(whole)
  const why = whyNone(startersOf(policy, people), ({ id }) => quorumFault(policy, people, [id]))
  return why && `whoever starts, ${sayQuorumFault(why)}`
}

/** Why none of them can, by the first one's reason. Nobody is asked any more as soon as one can: there may be thousands, and each costs a look at all people. */
export function whyNone<T, Why extends object>(all: readonly T[], why: (each: T) => Why | undefined): Why | undefined {
  let first: Why | undefined
  for (const each of all) {
    const found = why(each)
    if (found === undefined) return undefined
    first ??= found
  }
  return first
}

/** As `unmeetable`, for what leads on a run that stopped. */
function neverLedOn(policy: Policy, people: readonly Person[]): string | undefined {
  const { from, count } = policy.deviate
  const there = people.filter(({ groups }) => groups.some((group) => from.includes(group)))
  const tooFew = (left: readonly Person[]): boolean => matchLines([policy.deviate], left).missing.length > 0
  const needs = `a deviation needs ${count} of ${from.join(' or ')}, and`
  if (tooFew(there)) return `${needs} ${there.length} ${there.length === 1 ? 'is' : 'are'} there: a run that stops could never be led on.`
  const starters = startersOf(policy, people)
  if (starters.length === 0 || !starters.every(({ id }) => tooFew(there.filter((each) => each.id !== id)))) return undefined
  return `${needs} whoever starts is not counted: a run that stops could never be led on.`
}

function startersOf({ start }: Policy, people: readonly Person[]): Person[] {
  return people.filter(({ groups }) => groups.some((group) => start.includes(group)))
}

function onlyTheStarter({ start, escalate }: Policy, people: readonly PersonRecord[]): PersonRecord | undefined {
  const called = people.filter(({ groups }) => groups.some((group) => escalate?.to.includes(group)))
  const [only] = called
  return called.length === 1 && only?.groups.some((group) => start.includes(group)) ? only : undefined
}
