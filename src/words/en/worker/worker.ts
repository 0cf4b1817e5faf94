import type { SecretFault, TargetPlace, Told, WorkerFault } from '../../../run/facts/worker-fault.ts'
import { counted } from '../../../text/counted.ts'
import { sayNoSecret } from '../../../text/no-secret.ts'
import { orderFaults } from './order.ts'
import { shellFaults } from './powershell.ts'
import { sqlFaults } from './sql.ts'

type Say = { [Is in WorkerFault['is']]: (fault: Extract<WorkerFault, { is: Is }>) => string }

const SAY: Say = {
  'no-item': ({ name, of }) => `\`${name}\` is one item of \`${of}\`, and no item is at hand.`,
  'no-value': ({ name }) => `\`${name}\` has no value yet.`,
  'target-not-configured': ({ name, target }) => `\`${name}\` names the target ${target}, which is not configured.`,

  'stopped-before-sent': () => 'It was told to stop before anything was sent.',
  'wrong-language': ({ target, language }) =>
    language === 'sql'
      ? `${target} is a PowerShell endpoint, and this block is SQL.`
      : `${target} is a SQL Server, and this block is PowerShell.`,
  'http-no-address': ({ url }) => `With these values ${url} is no address that may be asked.`,
  'http-closed': ({ url, address }) =>
    `${url} leads to ${address}, which is this machine, its own wire, no single machine or kept for special use: blocks may not ask there.`,
  'http-silent': ({ url, ms }) => `${url} did not answer within ${ms / 1000} s.`,
  'http-unreachable': ({ url, code }) => `${url} could not be asked (${code}).`,
  'no-target': ({ worker, target }) =>
    `Worker ${worker} has no target ${target} in its configuration. Add it there, and start the worker again.`,
  'unknown-secret': ({ worker, name }) =>
    `Worker ${worker} has no secret ${name} in its configuration. Add it there under \`secrets\`, and start the worker again.`,
  'other-target': ({ worker, target, here, there }) =>
    `Target ${target} of worker ${worker} is not the one of the plan: ${place(here)} here, ${there === undefined ? 'nothing' : place(there)} there. Make both configurations say the same, and start the worker again.`,
  'half-character': ({ column }) =>
    `The column "${column}" holds half a character (a lone surrogate), which no log can keep as it is. Rename what bears that name, or leave it out in the document.`,
  'secret-in-capture': ({ column }) =>
    `The column "${column}" holds a secret of this worker's configuration, which no log may keep: covered, it would be another value. Leave it out in the document, or keep the secret out of that name.`,
  'whole-not-kept': ({ what, folder, code }) =>
    `Not all ${KEPT[what]} are shown, and the whole could not be kept in ${folder} (${code}): make room there, or give the folder to the worker.`,
  'more-messages': ({ count }) => `… ${counted(count, 'more message', 'more messages')} …`,
  'more-errors': ({ count }) => `… ${counted(count, 'more error', 'more errors')} …`,
  'too-long-for-log': () => 'What it said was too long for the log.',

  'no-secret': ({ of, from }) => sayNoSecret(whose(of), from),
  'secret-needed': ({ of, from }) =>
    `${sayNoSecret(whose(of), from)} Then start this worker again: until then no block that needs it can run.`,

  ...sqlFaults,
  ...shellFaults(told),
  ...orderFaults(told),
}

/** A whole sentence. */
export function workerFault<Is extends WorkerFault['is']>(fault: Extract<WorkerFault, { is: Is }>): string {
  return SAY[fault.is](fault)
}

/** Others' words as they came. */
export function told(of: Told): string {
  return typeof of === 'string' ? of : workerFault(of)
}

function whose(of: SecretFault['of']): string {
  switch (of.what) {
    case 'password':
      return `The password of ${of.target}`
    case 'reader-password':
      return `The password of the reader of ${of.target}`
    case 'named':
      return `The secret ${of.name}`
    case 'variable':
      return `${of.name} of ${of.target}`
  }
}

const KEPT = { rows: 'rows', words: 'messages and errors', lines: 'lines' }

function place(target: TargetPlace): string {
  const named = target.names === undefined ? '' : ` (${target.names.join(', ')})`
  if (target.kind === 'powershell') return `${target.practice ? 'practice ' : ''}PowerShell at ${target.host}${named}`
  const { host, instance, port, reader } = target
  return `SQL Server ${host}${instance ? `\\${instance}` : ''}:${port}${named}${reader === undefined ? '' : `, read by ${reader}`}`
}
