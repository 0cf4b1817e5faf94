/** Faults of a document in English, with what to do about them. */
import { didYouMean } from '../../text/closest-name.ts'
import { sortFaults, type Complaint, type Fault } from '../../text/fault.ts'
import { SAY_YAML_FAULT, typeMeant } from '../../yaml/say-yaml-fault.ts'
import type { DocumentFault, FaultAt, FaultOfHead } from '../document/document-fault.ts'
import { SAY_FAULT_OF_CHOICES } from './fault-of-choices.ts'
import { SAY_FAULT_OF_FENCE } from './fault-of-fence.ts'
import { SAY_FAULT_OF_STEP, type SayFaults } from './fault-of-step.ts'
import { adviceOfValue } from './value-fault.ts'

/** In the order of their lines, each once. `file` is the document's path as people know it. */
export function sayDocumentFaults(file: string, faults: readonly FaultAt[]): Fault[] {
  return sortFaults(faults.map(({ line, fault }) => ({ file, line, ...sayDocumentFault(fault) })))
}

export function sayDocumentFault(fault: DocumentFault): Complaint {
  return (SAY[fault.is] as (fault: DocumentFault) => Complaint)(fault)
}

const SAY_FAULT_OF_HEAD: SayFaults<FaultOfHead> = {
  'no-plain-text': () => ({ what: 'this is not plain UTF-8 text', next: 'save it as UTF-8 without a byte order mark' }),
  'byte-order-mark': () => ({ what: 'this file begins with a byte order mark', next: 'save it as UTF-8 without one' }),
  'nul-character': () => ({ what: 'a NUL character stands here, which nobody sees', next: 'remove it' }),
  'open-front-matter': () => ({ what: 'the front matter begins here and never ends', next: 'end it with a line of `---`' }),
  'long-document': ({ length, most }) => ({
    what: `this document has ${length} characters, and ${most} are possible`,
    next: 'make two procedures of it',
  }),
  'early-block': () => ({ what: 'this block stands before the first step', next: 'put it under a `##` heading, or make it ```text' }),
  'no-step': () => ({ what: 'this document has no step', next: 'write a `##` section with blocks' }),
  'unfenced-code': () => ({ what: 'this is code without a fence', next: 'put it between ```text fences, or take away the indent' }),
  'open-fence': ({ opening }) => ({ what: 'this fence is never closed', next: `end it with a line of ${opening}` }),
  'heading-of-first-level': () => ({
    what: 'a heading of the first level is not used',
    next: 'give the title in the front matter, and steps `##` headings',
  }),
  html: () => ({ what: 'raw HTML can hide a block from the people who read it', next: 'write it as Markdown' }),
  'hidden-block': () => ({
    what: 'a block inside a list or a quotation is never executed',
    next: 'move it to the left margin, or make it ```text',
  }),
  'no-front-matter': () => ({
    what: 'this document has no front matter',
    next: 'begin it with `---`, the keys `command`, `title`, `policy`, `lock`, `parameters`, and `---`',
  }),
  'no-parameters': () => ({
    what: '`parameters` must be names and what is asked',
    next: 'write it like `pool: { type: fqdn, ask: "Which pool is down?" }`',
  }),
  'many-parameters': ({ count, most }) => ({
    what: `${count} parameters stand here, and a form has room for ${most}`,
    next: 'ask for fewer',
  }),
  'bad-lock': () => ({
    what: '`lock` must be letters, digits, `.`, `-`, `_`, `/` and parameters in braces',
    next: 'write it like `persistent-chat/{pool}`',
  }),
  'long-lock': ({ length, most }) => ({ what: `\`lock\` has ${length} characters, and ${most} are possible`, next: 'shorten it' }),
  'lock-unknown': ({ name, known }) => ({
    what: `\`{${name}}\` in \`lock\` is no parameter`,
    next: didYouMean(name, known, `declare \`${name}\` or name another one`),
  }),
  'lock-list': ({ name }) => ({ what: `\`{${name}}\` in \`lock\` is a list`, next: 'name a parameter that has one value' }),
  'lock-optional': ({ name }) => ({ what: `\`{${name}}\` in \`lock\` may stay without an answer`, next: 'name a parameter that has one' }),
  'optional-with-default': ({ name }) => ({
    what: `\`${name}\` has a default, which answers where nobody does, and is optional too`,
    next: 'remove one of them',
  }),
  'list-of-secrets': ({ name }) => ({ what: `\`${name}\` is a list of secrets`, next: 'ask for each one by a parameter of its own' }),
  'default-unknown': ({ name, known }) => ({
    what: `\`{${name}}\` in the default is no other parameter`,
    next: didYouMean(name, known, `declare \`${name}\`, or name another one`),
  }),
  'default-of-optional': ({ name }) => ({
    what: `\`{${name}}\` in the default may stay without an answer`,
    next: 'name a parameter that has one',
  }),
  'default-of-list': ({ name }) => ({
    what: `\`{${name}}\` in the default is a list`,
    next: 'name a parameter that has one value; a list takes the whole of another one alone, `{…}`',
  }),
  'default-circle': ({ names }) => ({
    what: `the default goes in a circle: ${names.map((name) => `\`${name}\``).join(', then ')}`,
    next: 'let people answer one of them',
  }),
  'differs-unknown': ({ name, known }) => ({
    what: `\`${name}\` in \`differs-from\` is no other parameter`,
    next: didYouMean(name, known, `declare \`${name}\`, or name another one`),
  }),
  'differs-from-itself': ({ name }) => ({ what: `\`${name}\` would have to differ from itself`, next: 'name another parameter' }),
  'differs-in-type': ({ name, other }) => ({
    what: `\`${name}\` and \`${other}\` are of different types, and differ anyhow`,
    next: 'name a parameter of the same type, or remove it',
  }),
  'no-type': ({ written, known }) => ({
    what: `\`${written}\` is no type`,
    next: typeMeant(written, known),
  }),
  'no-choices': ({ name }) => ({ what: `\`${name}\` is a choice without choices`, next: 'add `choices: [ … ]`' }),
  'stray-choices': ({ name }) => ({ what: `\`${name}\` has choices but is no choice`, next: 'make its type `choice` or remove them' }),
  'stray-pattern': ({ name }) => ({ what: `\`${name}\` has a pattern but is no text`, next: 'make its type `text` or remove it' }),
  'stray-bound': ({ name, key }) => ({ what: `\`${name}\` has \`${key}\` but is neither an integer nor a list`, next: 'remove it' }),
  'long-choice': ({ name, length, most }) => ({
    what: `a choice of \`${name}\` has ${length} characters, and ${most} are possible`,
    next: 'shorten it',
  }),
  'bad-pattern': ({ name }) => ({ what: `the pattern of \`${name}\` is no regular expression`, next: 'correct it' }),
  'min-above-max': ({ name }) => ({ what: `\`${name}\` has a min above its max`, next: 'exchange them' }),
  'bad-value': ({ key, fault }) => adviceOfValue(`the ${key} does not fit`, fault, 'write one that does'),
  'no-name': ({ name }) => ({ what: `\`${name}\` cannot be a name`, next: 'use up to 64 letters and digits, a letter first' }),
  'name-of-powershell': ({ name }) => ({
    what: `\`${name}\` is a variable of PowerShell's own`,
    next: `choose another one, such as \`${name}Name\``,
  }),
  'name-of-javascript': ({ name }) => ({ what: `\`${name}\` is a name with a meaning of its own`, next: 'choose another one' }),
  'name-twice': ({ name, from, line }) => ({ what: `\`${name}\` is a name already (${from}, line ${line})`, next: 'choose another one' }),
}

const SAY = {
  ...SAY_YAML_FAULT,
  ...SAY_FAULT_OF_HEAD,
  ...SAY_FAULT_OF_STEP,
  ...SAY_FAULT_OF_FENCE,
  ...SAY_FAULT_OF_CHOICES,
} satisfies SayFaults<DocumentFault>
