/** Faults of YAML in English, with what to do about them. */
import { closestName, didYouMean } from '../text/closest-name.ts'
import { spokenDuration } from '../text/duration.ts'
import type { Complaint, Report } from '../text/fault.ts'
import { ADVICE, sayHidden } from '../text/hidden-characters.ts'
import type { Mapping, Wanted, YamlFault, YamlReport } from './yaml-fault.ts'

/** Hands on what is wrong with the YAML in words, where the rest of the file's faults are said in words, too. */
export function inEnglish(report: Report): YamlReport {
  return (line, fault) => {
    const { what, next } = sayYamlFault(fault)
    report(line, what, next)
  }
}

export function sayYamlFault(fault: YamlFault): Complaint {
  return (SAY_YAML_FAULT[fault.is] as (fault: YamlFault) => Complaint)(fault)
}

/** By kind. */
export const SAY_YAML_FAULT: { [K in YamlFault['is']]: (fault: YamlFault & { is: K }) => Complaint } = {
  'key-twice': () => ({ what: 'this key stands here twice', next: 'keep one of them' }),
  'no-yaml': ({ code, message }) => ({
    what: `this is not YAML that can be read (${message.replace(/\.$/, '')})`,
    next: OF_YAML[code] ?? 'correct it',
  }),
  alias: ({ name }) => ({ what: `\`*${name}\` stands for something written elsewhere`, next: 'write it out here' }),
  hidden: ({ code, at }) =>
    at === undefined
      ? { what: `${code} stands here by an escape, and is not seen as what it is`, next: 'write it without' }
      : { what: sayHidden({ code, at }), next: ADVICE },
  'no-map': () => ({ what: 'this is not a list of keys and values', next: 'write `key: value` lines' }),
  endless: () => ({ what: 'what stands for something written elsewhere makes this too large', next: 'write it out' }),
  'no-keys': ({ of, keys }) => ({ what: `${mapping(of)} must be keys and values`, next: theKeys(keys) }),
  'unknown-key': ({ key, of, keys }) => ({ what: `\`${key}\` is no key of ${mapping(of)}`, next: didYouMean(key, keys, theKeys(keys)) }),
  missing: ({ key }) => ({ what: `\`${key}\` is missing`, next: `add \`${key}: …\`` }),
  misfit: ({ key, wanted }) => {
    const { what, next } = (WANTED[wanted.is] as (wanted: Wanted) => Complaint)(wanted)
    return { what: `\`${key}\` ${what}`, next }
  },
}

/** By the codes of the library: what people nearly always meant. */
const OF_YAML: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'put a text with a colon in quotes, and indent all keys alike',
  MULTILINE_IMPLICIT_KEY: 'put a text with a colon in quotes, and indent all keys alike',
  BAD_INDENT: 'indent all keys alike',
  TAB_AS_INDENT: 'indent with blanks',
  BAD_SCALAR_START: 'put the text in quotes',
  BAD_DQ_ESCAPE: 'double the backslash, or put the text in single quotes',
  MISSING_CHAR: 'close what is open, and put a text with quotes, braces or brackets in quotes',
  UNEXPECTED_TOKEN: 'put a text with quotes, braces or brackets in quotes',
}

function mapping(of: Mapping): string {
  switch (of.is) {
    case 'front-matter':
      return 'the front matter'
    case 'step-options':
      return "a step's options"
    case 'policy':
      return 'a policy'
    case 'file':
      return 'this file'
    case 'parameter':
    case 'person':
      return `the ${of.is} \`${of.name}\``
    case 'key':
      return `\`${of.name}\``
  }
}

function theKeys(keys: readonly string[]): string {
  return `the keys are ${keys.map((name) => `\`${name}\``).join(', ')}`
}

type SayWanted = { [K in Wanted['is']]: (wanted: Wanted & { is: K }) => Complaint }

const PLAIN_NAME = 'write it like `disaster-recovery`'
const NAMES = 'write it like `[dba, uc-leads]`'
const DURATION = 'write it like `30s`, `60m` or `2h`'

const WANTED: SayWanted = {
  'some-text': () => ({ what: 'is empty', next: 'write a text' }),
  text: () => ({ what: 'must be text', next: 'write it as text' }),
  texts: () => ({ what: 'must be a list of different texts', next: 'write it like `[Normal, FailedOver]`' }),
  written: () => ({ what: 'must be a value or a list of values', next: 'write it as text, or as `[a, b]`' }),
  name: () => ({ what: 'must be a name of small letters, digits and dashes, a letter first', next: PLAIN_NAME }),
  'long-name': ({ length, most }) => ({ what: `has ${length} characters, and ${most} are possible`, next: PLAIN_NAME }),
  names: () => ({ what: 'must be one or more different names of small letters, digits and dashes', next: NAMES }),
  'many-names': ({ count, most }) => ({ what: `has ${count} names, and ${most} are possible`, next: NAMES }),
  'yes-no': () => ({ what: 'must be true or false', next: 'write `true` or `false`' }),
  duration: () => ({ what: 'must be a whole number with its unit', next: DURATION }),
  'duration-within': ({ written, least, most }) => ({
    what: `is ${written}, and must be from ${spokenDuration(least)} to ${spokenDuration(most)}`,
    next: DURATION,
  }),
  'whole-number': () => ({ what: 'must be a whole number', next: 'write it like `4`' }),
  count: ({ most }) => ({ what: `must be a whole number from 1 to ${most}`, next: 'write it like `2`' }),
  command: () => ({
    what: 'must be a slash and words of small letters, digits and dashes',
    next: 'write it like `/failover persistent-chat`',
  }),
  condition: () => ({
    what: 'must be names, each with its value or a test',
    next: 'write it like `{ compliance: true }`, `{ mode: { not: Normal } }`, `{ mode: { in: [Normal, FailedOver] } }` or `{ size: { at-least: 2 } }`',
  }),
  'item-of-list': () => ({ what: 'must name an item and its list', next: 'write it like `file of files`' }),
  'no-check': () => ({ what: 'can only be `none`', next: 'write `check: none` and `because: …`, or add a `check` block' }),
  'parameter-type': ({ types }) => ({ what: 'must be a type', next: typeAdvice(types) }),
  'capture-type': ({ types }) => ({ what: 'has no type that a capture can have', next: typeAdvice(types) }),
  people: () => ({ what: 'must be ids, each with what is known of the person', next: 'write it like `dana: { name: Dana Whitfield, … }`' }),
  email: () => ({ what: 'must be an e-mail address', next: 'write it like `dana@contoso.com`' }),
  'http-status': () => ({ what: 'must be a status of HTTP', next: 'write a number from 100 to 599, such as 200' }),
  language: () => ({ what: 'must be a language', next: 'write it like `en` or `ko`' }),
  guid: () => ({ what: 'must be a GUID', next: 'copy it from Entra, like `72f988bf-86f1-41af-91ab-2d7cd011db47`' }),
  'slack-id': ({ of, letter }) => ({ what: `must be the id of a Slack ${of}`, next: `write it like \`${letter}0123ABCD\`` }),
}

export function typeAdvice(types: readonly string[]): string {
  return `use ${types.join(', ')}, or \`list of\` one of them`
}

/** What other languages call these. */
const CALLED_OTHERWISE: Readonly<Record<string, string>> = {
  string: 'text',
  str: 'text',
  int: 'integer',
  number: 'integer',
  bool: 'boolean',
  datetime: 'instant',
  timespan: 'duration',
  hostname: 'fqdn',
  host: 'fqdn',
  password: 'secret',
  enum: 'choice',
  file: 'path',
  folder: 'path',
  server: 'sql-server',
  ps: 'powershell',
}

/** For a type that is none: the one that was meant, as a list where it is one. */
export function typeMeant(written: string, types: readonly string[]): string {
  const [, list = '', of = ''] = /^(list of )?(.*)$/.exec(written) ?? []
  const other = CALLED_OTHERWISE[of.toLowerCase()]
  const meant = other !== undefined && types.includes(other) ? other : closestName(of, types)
  return meant === undefined ? typeAdvice(types) : `did you mean \`${list}${meant}\`?`
}
