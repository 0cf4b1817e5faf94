import type { Complaint } from '../../text/fault.ts'
import type { ValueFault } from '../value/value-fault.ts'

/** In English, without the name of what has the value: what was written, and how to write it. */
export function sayValueFault(fault: ValueFault): string {
  return (SAY[fault.is] as (fault: ValueFault) => string)(fault)
}

/** Of a value that a document gives: what is wrong with it, and how to write it, or `otherwise` where that needs no saying. */
export function adviceOfValue(about: string, fault: ValueFault, otherwise: string): Complaint {
  const said = sayValueFault(fault).replace(/\.$/, '')
  const sentence = said.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
  const [what = '', ...next] = sentence.split('; ')
  return { what: `${about}: ${what}`, next: next.length === 0 ? otherwise : next.join('; ') }
}

type Say = { [K in ValueFault['is']]: (fault: ValueFault & { is: K }) => string }

const SAY: Say = {
  empty: () => 'Nothing is written here.',
  'no-list': () => 'This begins with `[` but is no JSON list of texts and numbers; write it like `["a", "b"]`, or parted by commas.',
  'no-name': () => 'A database has a name.',
  'half-character': (of) => `${excerpt(of.written)} holds half a character (a lone surrogate).`,
  'control-character': (of) => `${excerpt(of.written)} holds a control character.`,
  'no-host': (of) => `${excerpt(of.written)} is no full host name; write it like \`lyncpc.contoso.com\`.`,
  'no-ip': (of) => `${excerpt(of.written)} is no IP address; write it like \`192.0.2.10\` or \`2001:db8::10\`.`,
  'no-url': (of) => `${excerpt(of.written)} is no address of a page; write it like \`https://pool1.contoso.com/health\`.`,
  'url-with-log-in': (of) =>
    `The address of ${excerpt(of.host)} holds a log-in, which would stand in the plan and in the log; write it without.`,
  'no-email': (of) => `${excerpt(of.written)} is no e-mail address; write it like \`duty@contoso.com\`.`,
  'no-path': (of) => `${excerpt(of.written)} is neither \`\\\\server\\share\\…\` nor \`D:\\…\`.`,
  'no-whole-path': (of) => `${excerpt(of.written)} goes by \`.\` or \`..\`; write the whole path.`,
  'empty-part': (of) => `${excerpt(of.written)} holds an empty part between two backslashes.`,
  'no-login': (of) => `${excerpt(of.written)} is no log-in; write it like \`CONTOSO\\alice\`, or the name of a log-in of SQL Server.`,
  'no-secret-name': noSecretName,
  'no-integer': (of) => `${excerpt(of.written)} is no whole number.`,
  'long-integer': (of) => `${excerpt(of.written)} has more digits than can be kept exactly; take it as text.`,
  'no-boolean': (of) => `${excerpt(of.written)} is neither yes nor no.`,
  'no-duration': (of) => `${excerpt(of.written)} is no duration; write a whole number and its unit, like \`30s\`, \`60m\` or \`2h\`.`,
  'no-instant': (of) =>
    `${excerpt(of.written)} is no point in time; write it with its zone, like \`2026-11-29 03:00 +09:00\` or \`2026-11-28T18:00Z\`.`,
  'no-zone': (of) => `${excerpt(of.written)} does not say in which zone; add \`Z\` for UTC, or an offset like \`+09:00\`.`,
  same: (of) =>
    of.reached === undefined
      ? `This is the same as the answer to "${of.other}", and must be another.`
      : `This leads to ${of.reached}, as the answer to "${of.other}" does, and must lead elsewhere.`,
  hidden: (of) =>
    `${excerpt(of.written)} holds a character that is not seen as what it is: ${of.code}, its character ${of.at}. Type it by hand instead of pasting it.`,
  'no-choice': (of) => `${excerpt(of.written)} is none of the choices: ${of.choices.join(', ')}.`,
  'other-form': (of) => `${excerpt(of.written)} does not have the form that is asked for: ${of.pattern}.`,
  forbidden: (of) => `${excerpt(of.written)} holds ${excerpt(of.character)}, which no path may.`,
  'no-target': noTarget,
  'long-text': (of) => `This has ${of.length} characters; a text has ${of.most} at most.`,
  'long-path': (of) => `This path has ${of.length} characters; Windows takes ${of.most}.`,
  'long-name': (of) => `This name has ${of.length} characters; a database has ${of.most} at most.`,
  'long-login': (of) => `This name has ${of.length} characters; a log-in has ${of.most} at most.`,
  'too-small': (of) => `${of.value} is too small; ${of.least} is the least.`,
  'too-large': (of) => `${of.value} is too large; ${of.most} is the most.`,
  'too-few': (of) => `${of.value} given; at least ${of.least} ${of.least === 1 ? 'is' : 'are'} needed.`,
  'too-many': (of) => `${of.value} given; ${of.most} at most.`,
  twice: (of) => `${excerpt(of.written)} stands here twice.`,
  'no-value': (of) => (of.row === undefined ? 'The row has no value (NULL).' : `Row ${of.row} of ${of.of ?? of.row} has no value (NULL).`),
  'not-one-row': (of) => `${of.rows} rows were found; exactly one is needed.`,
}

function noTarget({ written, kind, known }: Extract<ValueFault, { is: 'no-target' }>): string {
  const what = `${excerpt(written)} is no configured ${kind === 'sql-server' ? 'SQL Server' : 'PowerShell endpoint'}`
  if (known.length === 0) return `${what}, and none is configured: add one to the targets.`
  return `${what}; choose ${known.join(', ')}.`
}

/** Whatever was typed is not repeated, for it may be the secret. */
function noSecretName({ known }: Extract<ValueFault, { is: 'no-secret-name' }>): string {
  const never = 'This is the name of no configured secret, and is not repeated here. Never type a secret in chat: '
  if (known.length === 0) return `${never}add it under \`secrets\` of the configuration, and answer with its name.`
  return `${never}answer with the name of one, ${known.join(', ')}.`
}

/** What was written, cut to a length that a sentence can carry. */
function excerpt(written: string): string {
  const shown = written.replaceAll(/[\t\r\n]/g, '⏎')
  return `\`${shown.length > 60 ? `${shown.slice(0, 60).toWellFormed()}…` : shown}\``
}
