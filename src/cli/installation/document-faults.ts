/** What is wrong between a document and the other files: its policies, its command, the targets that it names. */
import { WORDS } from '../../chat/typed.ts'
import { didYouMean } from '../../text/closest-name.ts'
import type { Target } from '../../procedure/plan-types.ts'
import type { Person, Policy } from '../../policy/policy.ts'
import { CONVERSATION } from '../../procedure/procedure.ts'
import type { Procedure } from '../../procedure/procedure.ts'
import type { Fault } from '../../text/fault.ts'
import { quorumFault } from '../../policy/quorum-fault.ts'
import { sayQuorumFault } from '../../policy/say-quorum-fault.ts'
import type { Places } from '../../procedure/document/read-procedure.ts'
import { en } from '../../words/en.ts'
import { readAnswer } from '../../procedure/value/read-answer.ts'
import { namesInDefault } from '../../procedure/value/default.ts'
import { unmeetable, whyNone } from './policy-faults.ts'

export interface DocumentFile {
  file: string
  procedure: Procedure
  places: Places
}

/** `policies`: the ids of all that stand in a file, good or not. */
export function missingPolicies({ file, procedure, places }: DocumentFile, policies: readonly string[]): Fault[] {
  const named = [{ policy: procedure.policy, line: places.lineOf(['policy']), file }, ...places.gates]
  return named
    .filter(({ policy }) => !policies.includes(policy))
    .map(({ policy, line, file: included = file }) => {
      const otherwise = `write approvals/${policy}.yaml, or name one of ${policies.join(', ') || '(none yet)'}`
      return { file: included, line, what: `there is no policy \`${policy}\``, next: didYouMean(policy, policies, otherwise) }
    })
}

/** Groups that are told something, and in which nobody is. */
export function emptyGroups({ file, places }: DocumentFile, people: readonly Person[]): Fault[] {
  const known = [...new Set(people.flatMap(({ groups }) => groups))].toSorted()
  return places.notices
    .filter(({ group }) => !known.includes(group))
    .map(({ group, line, file: included = file }) => {
      const otherwise = `put people into it in people.yaml, name another group, or write \`to: ${CONVERSATION}\``
      return {
        file: included,
        line,
        what: `nobody is in the group \`${group}\``,
        next: didYouMean(group, [...known, CONVERSATION], otherwise),
      }
    })
}

/**
 * Gates of policies that whoever may start the document could never pass, because the requester never counts; at the first of them. A policy that its own starters
 * cannot meet has a fault of its own.
 */
export function unpassableGates(
  { file, procedure, places }: DocumentFile,
  policies: readonly Policy[],
  people: readonly Person[],
): Fault[] {
  const named = (id: string): Policy | undefined => policies.find((policy) => policy.id === id)
  const start = named(procedure.policy)?.start ?? []
  const starters = people.filter(({ groups }) => groups.some((group) => start.includes(group)))
  const gates = places.gates.flatMap(({ policy: id, ...at }) => {
    const policy = named(id)
    return policy === undefined || unmeetable(policy, people) !== undefined ? [] : [{ policy, ...at }]
  })
  const first = whyNone(starters, ({ id }) => {
    const [stop] = gates.flatMap(({ policy, ...at }) => {
      const why = quorumFault(policy, people, [id])
      return why === undefined ? [] : [{ ...at, why }]
    })
    return stop
  })
  if (first === undefined) return []
  const next = `Let others start it (\`start\` of ${procedure.policy}), put people into these groups in people.yaml, or ask for fewer.`
  return [
    {
      file: first.file ?? file,
      line: first.line,
      what: `whoever starts this, nobody could pass this gate: ${sayQuorumFault(first.why)}`,
      next,
    },
  ]
}

/** The command belongs to the document that is called like it; where none is, it belongs to nobody. */
export function doubledCommands(documents: readonly DocumentFile[]): Fault[] {
  return documents.flatMap(({ file, procedure, places }) => {
    const others = documents.filter((other) => other.procedure.command === procedure.command && other.file !== file)
    if (others.length === 0 || procedure.id === ownName(procedure.command)) return []
    return [
      {
        file,
        line: places.lineOf(['command']),
        what: `the command ${procedure.command} is that of ${others.map((other) => other.file).join(' and ')} too.`,
        next: 'Give each document a command of its own.',
      },
    ]
  })
}

/** What is typed so is asked of Countersign itself: nobody could start it, or nobody could ask any more. */
export function takenVerbs(documents: readonly DocumentFile[]): Fault[] {
  return documents.flatMap(({ file, procedure: { command }, places }) => {
    const [verb = ''] = command.slice(1).split(' ')
    if (verb !== 'countersign' && !WORDS.some((word) => word === verb)) return []
    const what = `the command ${command} begins with \`${verb}\`, which is asked of Countersign itself`
    return [{ file, line: places.lineOf(['command']), what, next: 'begin it with another word' }]
  })
}

/** `/failover persistent-chat` is `failover-persistent-chat.md`. */
function ownName(command: string): string {
  return command.slice(1).replaceAll(' ', '-')
}

/** Parameters that nobody could answer with these targets, and defaults that would be refused. */
export function missingTargets({ file, procedure, places }: DocumentFile, targets: Record<string, Target>): Fault[] {
  return procedure.parameters.flatMap((parameter): Fault[] => {
    const { name, type } = parameter
    if (type.of !== 'sql-server' && type.of !== 'powershell') return []
    const path = ['parameters', name]
    if (!Object.values(targets).some(({ kind }) => kind === type.of)) {
      const what = `nobody could answer \`${name}\`: no target of the kind ${type.of} is configured`
      return [{ file, line: places.lineOf([...path, 'type']), what, next: 'add one under `targets` in the configuration' }]
    }
    // A default that is made of another answer is judged when that is given.
    const fixed = namesInDefault(parameter).length === 0 ? parameter.default : undefined
    const read = fixed === undefined ? undefined : readAnswer(parameter, fixed, { targets })
    if (read === undefined || 'value' in read) return []
    const what = `the default does not fit: ${en.valueFault(read.fault).replace(/\.$/, '')}`
    return [{ file, line: places.lineOf([...path, 'default']), what, next: 'write one that does' }]
  })
}
