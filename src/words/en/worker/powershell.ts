import type { ShellEnding, ShellFault, ShellPart, Told } from '../../../run/facts/worker-fault.ts'

type Say = { [Is in ShellFault['is']]: (fault: Extract<ShellFault, { is: Is }>) => string }

/** `told`: says what is told within. */
export const shellFaults = (told: (of: Told) => string): Say => ({
  'no-program': ({ target, program }) =>
    `The program "${program}" of PowerShell target ${target} is not on this machine. Install it, or correct \`command\` of this target in the configuration.`,
  'no-powershell': ({ target }) =>
    `No PowerShell was found for target ${target}: neither \`pwsh\` nor \`powershell.exe\` is on the PATH of the worker. Install PowerShell 7, or name its program at this target in the configuration, as \`command: [PATH]\`.`,
  'other-machine': ({ target, machine, dnsName, host, names }) => {
    const itself = machine.toLowerCase() === dnsName.toLowerCase() ? machine : `${machine} (${dnsName})`
    const named = names === undefined ? '' : `, machineName ${names.join(', ')}`
    return `PowerShell target ${target} has no initialise script, so its blocks run on the worker's own machine. That one calls itself ${itself}, and the target says host ${host}${named}: nothing was sent. If ${host} is meant, run the worker there, or write an initialise script that brings the commands from there. If ${machine} is meant, write machineName: '${machine}' under the target, for the bot and for this worker.`
  },
  'shell-not-started': ({ target, why }) => `PowerShell for target ${target} did not start: ${told(why)}`,
  'shell-silent': ({ ms }) => `it said nothing for ${ms / 1000} s and was killed.`,
  'shell-ended': ({ end, stderr }) => [ending(end), ...stderr].join('; '),
  'shell-part-failed': ({ target, part, why }) => `The ${partName(part)} of target ${target} failed: ${told(why)}`,
  'shell-part-ended': ({ how }) => `it was ${how}`,
  'shell-closed': ({ target }) => `PowerShell for target ${target} is closed.`,
  'shell-busy': ({ target, ms }) =>
    `PowerShell for target ${target} was not free for ${Math.round(ms / 1000)} s: nothing was sent. See what else runs there.`,
  'cancelled-before-sent': () => 'It was cancelled before it was sent.',
  'no-variable': ({ name }) => `The value name ${JSON.stringify(name)} is no name of a PowerShell variable. Rename it.`,
  'one-variable': ({ names: [one, other] }) => `The values ${one} and ${other} are one variable in PowerShell. Rename one.`,
  'inexact-number': ({ name }) => `The value ${name} holds a number that is not exact in JavaScript. Pass it as text.`,
  'no-json-line': (line) => `The PowerShell host sent a line that is no JSON: ${cut(line)}`,
  'no-message-line': ({ at, ...line }) => `The PowerShell host sent a line that is no message of ours (at "${at}"): ${cut(line)}`,
  'objects-left': ({ dropped, outputs }) =>
    `${dropped} of ${outputs} objects were not taken out of PowerShell, and stand in no file: 1,000 objects or 1 MB of a block are. Select what matters in the document.`,
  'block-stopped': ({ by, allowedMs }) =>
    `${by === 'timeout' ? late(allowedMs) : 'It was told to stop'}, and was stopped; what it had done until then stays.`,
  'block-killed': ({ allowedMs, stderr }) => [`${late(allowedMs)}, did not stop, and its process was ended.`, ...stderr].join(' '),
  'block-unstopped': ({ graceMs, by, stderr }) => {
    const asked = by === 'timeout' ? 'its time was up' : 'it was cancelled'
    const what = `The block did not stop within ${graceMs / 1000} s after ${asked}, and was killed with everything it had started. What it did is unknown.`
    return [what, ...stderr].join(' ')
  },
  'shell-lost': ({ end, stderr }) =>
    [`The PowerShell process was lost while the block ran: ${ending(end)}. What the block did is unknown.`, ...stderr].join(' '),
})

function late(allowedMs: number): string {
  return `It took longer than the ${Math.round(allowedMs / 1000)} s that the document allows`
}

function ending(end: ShellEnding): string {
  switch (end.how) {
    case 'not-started':
      return `it could not be started: ${end.message}`
    case 'exit':
      return `it ended with exit code ${end.code}${end.as === undefined ? '' : ` (as after ${end.as})`}`
    case 'signal':
      return `it was ended by ${end.signal}`
    case 'unkilled':
      return `it did not end within ${end.ms / 1000} s after it was killed`
  }
}

function partName(part: ShellPart): string {
  switch (part.what) {
    case 'module':
      return `module ${part.name}`
    case 'initialise':
      return '`initialise` script'
    case 'readers':
      return 'list of readers'
  }
}

function cut({ text, more }: { text: string; more: number }): string {
  return more === 0 ? JSON.stringify(text) : `${JSON.stringify(text)} and ${more} more characters`
}
