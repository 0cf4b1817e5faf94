/** Faults of `choices` blocks and of who names them, in English. */
import { didYouMean } from '../../text/closest-name.ts'
import type { FaultOfChoices } from '../document/document-fault.ts'
import type { SayFaults } from './fault-of-step.ts'

export const SAY_FAULT_OF_CHOICES: SayFaults<FaultOfChoices> = {
  'choices-in-step': () => ({
    what: 'this `choices` block stands in a step, and choices are asked for before the first one',
    next: 'put it above the first `##` heading',
  }),
  'choices-by-http': () => ({ what: 'an `http` block finds no choices', next: 'ask by `sql choices` or `powershell choices`' }),
  'choices-without-name': () => ({
    what: 'this `choices` block has no name',
    next: 'write `name=pools` here, and `choices-from: pools` at the parameter that it helps to answer',
  }),
  'same-choices': ({ name, line }) => ({ what: `choices \`${name}\` stand on line ${line} already`, next: 'choose another name' }),
  'choices-unused': ({ name }) => ({
    what: `no parameter takes its choices from \`${name}\``,
    next: `write \`choices-from: ${name}\` at the one that it helps to answer, or remove it`,
  }),
  'no-such-choices': ({ name, known }) => ({
    what: `there is no \`choices\` block \`${name}\` above the first step`,
    next: didYouMean(name, known, `write one with \`name=${name}\`, or remove \`choices-from\``),
  }),
  'choices-of-type': ({ name, of }) => ({
    what: of.list
      ? `\`${name}\` is a list, and one value is chosen`
      : `\`${name}\` is of the type ${of.of}, whose values the form lists by itself`,
    next: 'remove `choices-from`',
  }),
  'choices-need-later': ({ name, needs }) => ({
    what: `\`${name}\` is asked for before \`${needs}\`, which its choices need`,
    next: `put \`${needs}\` above it`,
  }),
  'choices-need-optional': ({ name, needs }) => ({
    what: `\`${needs}\` may stay without an answer, and the choices of \`${name}\` need one`,
    next: `make \`${needs}\` a parameter that must be answered, or leave it out of the block`,
  }),
  'choices-need-itself': ({ name }) => ({
    what: `the choices of \`${name}\` need the answer to \`${name}\``,
    next: 'leave it out of the block',
  }),
}
