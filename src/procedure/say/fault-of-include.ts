/** Faults between a document, what it includes and the rules that it cites, in English. */
import { didYouMean } from '../../text/closest-name.ts'
import type { Complaint } from '../../text/fault.ts'
import type { IncludeFault } from '../include/beside.ts'
import type { ValueType } from '../procedure.ts'
import type { SayFaults } from './fault-of-step.ts'

export function sayIncludeFault(fault: IncludeFault): Complaint {
  return (SAY[fault.is] as (fault: IncludeFault) => Complaint)(fault)
}

const SAY: SayFaults<IncludeFault> = {
  'beside-include': ({ key }) => ({
    what: `\`${key}\` stands beside \`include\`, whose steps have options of their own`,
    next: 'keep `include`, `with` and `when` here, and give the rest a step of its own',
  }),
  'block-beside-include': () => ({
    what: 'this block stands in a step that includes another procedure',
    next: 'give it a step of its own',
  }),
  'no-rules-file': () => ({
    what: 'rules are cited, and there is no `rules.md` beside this document',
    next: 'write one, or write the blocks here',
  }),
  'no-such-document': ({ name, known }) => ({
    what: `there is no document \`${name}\` beside this one`,
    next: didYouMean(name, known, known.length === 0 ? `write \`${name}.md\` first` : `name one of ${some(known)}`),
  }),
  'include-of-rules': () => ({
    what: 'rules.md holds rules, and is no procedure that could be included',
    next: 'cite them by `rules: [R22]` in the options of a step',
  }),
  'no-such-rule': ({ name, known }) => ({
    what: `there is no rule \`${name}\` in \`rules.md\``,
    next: didYouMean(name, known, known.length === 0 ? 'write it there first' : `name one of ${some(known)}`),
  }),
  'include-circle': ({ path }) => ({ what: `these documents include each other: ${path.join(', ')}`, next: 'let one of them stand alone' }),
  'include-deep': ({ most }) => ({
    what: `${most} documents include each other already on the way here`,
    next: 'write the steps out in one of them',
  }),
  'included-faulty': ({ file, count }) => ({
    what: `${file} has ${count === 1 ? 'a fault' : `${count} faults`}`,
    next: 'mend that document first',
  }),
  'rules-faulty': ({ file }) => ({ what: `${file} has faults`, next: 'mend that file first' }),
  'written-by-program': ({ written }) => ({
    what: `\`${written}\` is written by the program where it includes a document or a rule`,
    next: 'use `include` or `rules` in the options of a step',
  }),
  'other-lock': ({ of, theirs, ours }) => ({
    what: `${of} would protect \`${theirs}\` and this document protects \`${ours}\`, so that a run of each could go on at once`,
    next: 'give both the same lock, in the names of each',
  }),
  'not-mapped': ({ of, names }) => ({
    what: `${of} asks for ${names.map((name) => `\`${name}\``).join(', ')}, and nothing says what is meant here`,
    next: `add ${names.map((name) => `\`${name}: …\``).join(', ')} under \`with\``,
  }),
  'no-such-name': ({ of, name, known }) => ({
    what: `${of} knows no \`${name}\``,
    next: didYouMean(name, known, `its names are ${known.map((each) => `\`${each}\``).join(', ')}`),
  }),
  'nothing-of-ours': ({ of, name, meant, known }) => ({
    what: `${of} needs \`${name}\`, and \`${meant}\` is neither a parameter nor a capture here`,
    next: didYouMean(meant, known, `map it to one that is, \`{ ${name}: … }\``),
  }),
  'other-type': ({ of, name, type, meant, found }) => ({
    what: `\`${name}\` of ${of} is ${typeName(type)}, and \`${meant}\` is ${typeName(found)}`,
    next: 'map it to one of the same type',
  }),
  wider: ({ of, name, meant, by }) =>
    by === 'optional'
      ? {
          what: `\`${meant}\` may stay without an answer, and \`${name}\` of ${of} may not`,
          next: `make \`${meant}\` a parameter that must be answered`,
        }
      : { what: `\`${meant}\` may be what \`${name}\` of ${of} may not (\`${by}\`)`, next: `give \`${meant}\` the same \`${by}\`` },
  'may-be-same': ({ of, name, other, meant, ours }) =>
    meant === ours
      ? { what: `\`${name}\` of ${of} must differ from \`${other}\`, and \`${meant}\` stands for both`, next: 'map them to two' }
      : {
          what: `\`${name}\` of ${of} must differ from \`${other}\`, and \`${meant}\` may be the same as \`${ours}\``,
          next: `let the parameter \`${meant}\` say \`differs-from: ${ours}\``,
        },
  'found-later': ({ meant, step }) => ({
    what: `\`${meant}\` is found by step ${step}, which comes later or may be passed over`,
    next: 'include this after it',
  }),
}

/** A dozen of them: of a large folder nobody reads them all. */
function some(names: readonly string[]): string {
  return names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
}

function typeName({ list, of }: ValueType): string {
  return list ? `a list of ${of}` : `of the type ${of}`
}
