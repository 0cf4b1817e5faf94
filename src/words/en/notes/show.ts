/** A document as people read it. */
import type { Parameter, ValueType } from '../../../procedure/procedure.ts'
import { spokenDuration } from '../../../text/duration.ts'
import type { NoteWords, ShownSection, ShownStep } from '../../note-words.ts'
import { onlyWhen } from '../condition.ts'
import { tellsWhom } from '../notice.ts'
import { either, places } from '../parts.ts'

export const show: NoteWords['show'] = {
  command: 'Command',
  source: 'Source',
  policy: 'Policy',
  mayStart: 'May start',
  groups: (groups) => either(groups) || 'nobody',
  eachGateNeeds: 'Each gate needs',
  gateNeeds: (policy) => `Gate ${policy} needs`,
  needs: (lines) => places(lines, ' and ') || 'nobody',
  lock: 'Lock',
  objective: 'Objective',
  asked: 'What is asked',
  asks: (parameter) => `${parameter.ask} (${aboutParameter(parameter).join('; ')})`,
  step: ({ number, title, ...step }) => [`${number}. ${title}`, ...marks(step)].join(' — '),
  aboutStep: ({ from, when = [], ...step }) => [
    ...(from === undefined ? [] : [`From ${from}.md, which this document includes.`]),
    ...(when.length === 0 ? [] : [onlyWhen(when)]),
    ...(step.notify === undefined ? [] : [`Once, it ${tellsWhom(step.notify)}: ${step.notify.say}`]),
    ...aboutSection(step),
  ],
  substep: ({ number, of, title }) => `${of}.${number} ${title}`,
  aboutSection,
  choices: ({ block: { on, language, database }, names }) =>
    `What ${names.join(' and ')} can be chosen from is looked for on ${on} (${language}${database === undefined ? '' : `, database ${database}`}).`,
  byHand: ({ name, ask, choices }) =>
    `A person does this by hand and says so: ${ask} Buttons: ${choices.join(', ')}.${name === undefined ? '' : ` The answer is called ${name}.`}`,
  block: ({ role, after, language, on, database, rule, as = {} }) => {
    const others = Object.entries(as).filter(([theirs, name]) => theirs !== name)
    return [
      `${role}${after === true ? ' after' : ''} on ${on} (${language}${database === undefined ? '' : `, database ${database}`})`,
      ...(rule === undefined ? [] : [`rule ${rule}`]),
      ...others.map(([theirs, name]) => `its ${theirs} is ${name} here`),
    ].join(', ')
  },
}

function aboutParameter({
  type,
  choices,
  pattern,
  min,
  max,
  example,
  default: given,
  optional,
  differsFrom,
  choicesFrom,
}: Parameter): string[] {
  return [
    ...(choices === undefined ? [typeName(type)] : [`${type.list ? 'list of' : 'one of'} ${choices.join(', ')}`]),
    ...(pattern === undefined ? [] : [`must match ${pattern}`]),
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(example === undefined ? [] : [`e.g. ${example}`]),
    ...(given === undefined ? [] : [`otherwise ${given}`]),
    ...(optional === true ? ['need not be answered'] : []),
    ...(differsFrom === undefined ? [] : [`must differ from ${differsFrom}`]),
    ...(choicesFrom === undefined ? [] : ['offered from what is there']),
  ]
}

function typeName({ list, of }: ValueType): string {
  return list ? `list of ${of}` : of
}

function marks(step: Omit<ShownStep, 'number' | 'title'>): string[] {
  return [
    ...(step.gate === undefined ? [] : [`gate: ${step.gate}`]),
    ...(step.oneWay ? ['no way back'] : []),
    ...(step.blocks.some(({ role }) => role === 'undo') ? ['can be undone'] : []),
    ...(step.confirm === undefined ? [] : ['by hand']),
    ...(step.each === undefined ? [] : [`for each ${step.each.item} of ${step.each.of}`]),
  ]
}

function aboutSection({
  waitMs,
  blocks,
  timeoutMs,
  settleMs,
  repeatable,
  captures,
  columns = {},
  uncheckedBecause,
}: ShownSection): string[] {
  const acts = blocks.some(({ role }) => role === 'run')
  const found = Object.entries(captures).map(([name, type]) => {
    const column = columns[name] ?? name
    return `${name} (${typeName(type)}${column === name ? '' : `, its column is ${column}`})`
  })
  return [
    ...(found.length === 0 ? [] : [`Finds ${found.join(', ')}.`]),
    ...(waitMs === undefined ? [] : [`Waits up to ${spokenDuration(waitMs)} until it may begin.`]),
    ...(acts
      ? [`May take ${spokenDuration(timeoutMs)}${settleMs === 0 ? '' : `, and its effect ${spokenDuration(settleMs)} more to show`}.`]
      : []),
    ...(repeatable ? ['May be tried again by itself.'] : []),
    ...(uncheckedBecause === undefined ? [] : [`Nothing tells whether it is done: ${uncheckedBecause.replace(/\.$/, '')}.`]),
  ]
}
