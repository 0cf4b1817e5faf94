/** Commands that no block may use, each with its reason. */
import type { Complaint } from '../../text/fault.ts'
import { FULL_NAMES } from './aliases.ts'
import { reachesOut } from './types.ts'
import { constantText, type PsArgument, type PsCommand } from './commands.ts'

const COMPOSES = 'it runs a text as a program'
const ELSEWHERE = 'it runs somewhere else than the fence says'
const OWN_PROCESS = 'it runs on after the block, and nothing can stop or judge it'
const BY_HAND = 'let a step by hand (`confirm`) make the task, and its `check` look at it'
const ASKS = 'nobody is there to answer'
const HIDES = 'it hides from readers what a name means'
const LOADS = 'it loads code that is not in this document'

/** Programs that run the text that they are given, here or on another machine. */
const SHELLS =
  'cmd command powershell pwsh powershell_ise bash sh zsh dash wscript cscript mshta rundll32 regsvr32 wsl wmic forfiles'.split(' ')
const REMOTE_SHELLS = 'ssh winrs psexec psexec64 paexec plink'.split(' ')

const REASONS: readonly (readonly [reason: string, next: string, commands: string])[] = [
  [COMPOSES, 'write the command itself', 'invoke-expression invoke-history'],
  ['it sends SQL that PowerShell puts together', 'write a `sql` block', 'invoke-sqlcmd invoke-dbaquery sqlcmd.exe osql.exe isql.exe'],
  [
    LOADS,
    'leave loading to the worker',
    'add-type install-module install-package new-module add-pssnapin update-typedata update-formatdata',
  ],
  [
    ELSEWHERE,
    'name the target in `on=`; in a step with `each`, use a command that is told its machine by `-ComputerName`',
    'invoke-command',
  ],
  [ELSEWHERE, 'name the target in `on=`', 'enter-pssession new-pssession enter-pshostprocess'],
  [OWN_PROCESS, 'call the program by its name', 'invoke-item start-job start-threadjob'],
  [OWN_PROCESS, BY_HAND, 'register-scheduledtask register-scheduledjob at.exe'],
  [OWN_PROCESS, 'write it as one block', 'register-objectevent register-engineevent register-wmievent register-cimindicationevent'],
  [ASKS, 'ask for it as a parameter', 'read-host out-gridview show-command wait-debugger pause choice.exe'],
  [ASKS, 'keep the password in a vault, or in a file that the account of the target may read', 'get-credential'],
  [HIDES, 'write `$name = …`', 'set-variable new-variable clear-variable remove-variable get-variable'],
  [HIDES, 'write the full name', 'set-alias new-alias import-alias'],
]

/** Why a command may not be used in any block. `functions`: those that the block defines, in small letters. */
export function refusedCommand(command: PsCommand, functions: ReadonlySet<string>): Complaint | undefined {
  const { name, written } = command
  if (name === undefined || functions.has(name.toLowerCase())) return undefined
  if (name.toLowerCase() === 'sc')
    return { what: '`sc` is Set-Content in Windows PowerShell, and would write a file', next: 'write `sc.exe`' }
  const full = FULL_NAMES[name.toLowerCase()]
  const reason = setsExitCode(command) ? FAILS_OTHERWISE : reasonOf(full ?? name)
  if (reason !== undefined) return { what: `\`${written}\` is refused: ${reason[0]}`, next: reason[1] }
  if (full !== undefined) return { what: `\`${written}\` is an alias`, next: `write \`${full}\`` }
  if (/\.(ps1|psm1|bat|cmd|vbs|js)$/i.test(name))
    return { what: `\`${written}\` is refused: ${LOADS}`, next: 'write its commands into the block' }
  if (!/^\p{L}[\p{L}\p{N}_]*(-[\p{L}\p{N}_]+)+$/u.test(name) && !/[^\\/]\.(exe|com)$/i.test(name))
    return { what: `\`${written}\` is an alias or a program`, next: 'write the full name of the cmdlet, or of the program with `.exe`' }
  return refusedUse(command, name.toLowerCase())
}

/** `cmd /c exit 0`: how runbooks take back the code of a program, such as robocopy, that ends with another one than 0 when all went well. */
function setsExitCode({ name = '', arguments: given }: PsCommand): boolean {
  const texts = given.map(({ value }) => constantText(value) ?? '')
  return /^cmd(\.exe)?$/i.test(name) && /^\/c exit \d+$/i.test(texts.join(' '))
}

const FAILS_OTHERWISE = [
  COMPOSES,
  'set `$PSNativeCommandUseErrorActionPreference = $false` before the program whose codes mean more than failure, and throw where `$LASTEXITCODE` says so',
] as const

/** A program is the same by its path, and with or without `.exe`. */
function reasonOf(name: string): readonly [string, string] | undefined {
  const own = name.toLowerCase().replace(/^.*[\\/]/, '')
  const stem = own.replace(/\.(exe|com)$/, '')
  if (stem === 'wmic') return [COMPOSES, 'write `Get-CimInstance`']
  if (SHELLS.includes(stem)) return [COMPOSES, 'write the command itself']
  if (REMOTE_SHELLS.includes(stem)) return [ELSEWHERE, 'name the target in `on=`']
  return REASONS.find(([, , commands]) => commands.split(' ').some((each) => each === own || each === `${own}.exe`))?.slice(0, 2) as
    [string, string] | undefined
}

function isSwitchedOn(name: RegExp): (argument: PsArgument) => boolean {
  return ({ parameter = '', value }) => name.test(parameter) && !/^\$false$/i.test(value?.text ?? '')
}

/** Commands that are refused for what they are given. */
function refusedUse({ written, arguments: given }: PsCommand, name: string): Complaint | undefined {
  // Some cmdlets do it all the same (`Invoke-CsComputerFailOver`), and what is forced was meant to be done.
  if (given.some(isSwitchedOn(/^(whatif|wi)$/i)) && given.some(isSwitchedOn(/^force$/i)))
    return { what: `\`${written} -Force\` beside \`-WhatIf\` is no dry run`, next: 'leave `-WhatIf` out: a rehearsal performs nothing' }
  const constants = given.flatMap(({ value }) => constantText(value) ?? [])
  switch (name) {
    case 'start-process':
      if (given.some(({ parameter }) => parameter?.toLowerCase() === 'wait')) break
      return { what: `\`${written}\` is refused: ${OWN_PROCESS}`, next: 'add `-Wait`, or call the program by its name' }
    case 'import-module':
      if (
        given.length > 0 &&
        constants.length > 0 &&
        constants.every((text) => /^[\w.]+$/.test(text)) &&
        given.every(({ value }) => value === undefined || constantText(value) !== undefined)
      )
        break
      return { what: `\`${written}\` is refused: ${LOADS}`, next: 'name a module that is installed there' }
    case 'schtasks.exe':
      if (!constants.some((text) => /^[/-](create|change)$/i.test(text))) break
      return { what: `\`${written}\` is refused: ${OWN_PROCESS}`, next: BY_HAND }
    case 'new-object':
      if (constants.some(reachesOut)) return { what: `\`${written}\` is refused: ${COMPOSES}`, next: 'write the command itself' }
      if (!given.some(({ parameter = '' }) => /^com?/i.test(parameter))) break
      return { what: `\`${written} -ComObject\` is refused: it starts a program of its own`, next: 'use a cmdlet' }
    case 'stop-process':
    case 'taskkill.exe':
      if (!constants.some((text) => /^(pwsh|powershell)(\.exe)?$/i.test(text))) break
      return { what: `\`${written}\` is refused: it ends the process that runs the block`, next: 'name another process' }
    case 'invoke-cimmethod':
    case 'invoke-wmimethod':
      if (!constants.some((text) => /^win32_process$/i.test(text)) || !constants.some((text) => /^create$/i.test(text))) break
      return { what: `\`${written}\` is refused: ${OWN_PROCESS}`, next: 'call the program by its name' }
  }
  return undefined
}

/** Why a parameter may not be used with any command. */
export function refusedParameter({ parameter = '', value }: PsArgument): Complaint | undefined {
  if (/^asj(o(b)?)?$/i.test(parameter)) return { what: `\`-${parameter}\` is refused: ${OWN_PROCESS}`, next: 'leave it out' }
  if (/^(confirm|cf)$/i.test(parameter) && !/^\$false$/i.test(value?.text ?? ''))
    return { what: `\`-${parameter}\` is refused: ${ASKS}`, next: 'leave it out, or write `-Confirm:$false`' }
  if (/^swap$/i.test(parameter))
    return { what: '`-Swap` turns active into inactive, so a second time undoes the first', next: 'name the servers that shall be active' }
  if (/^swa?$/i.test(parameter))
    return { what: `\`-${parameter}\` may be short for \`-Swap\``, next: 'write the whole name of the parameter' }
  return undefined
}

/** Why a text may not be given to any command: it names a program for another text, or a place where names get their meaning. */
export function refusedText(text: string): Complaint | undefined {
  if (/^([\w.]+\\)?(function|alias|variable):/i.test(text))
    return { what: `\`${text}\` hides from readers what a name means`, next: 'write the commands themselves' }
  if (/^([\w.]+\\)?env:/i.test(text)) return { what: `\`${text}\` reaches outside the block`, next: 'ask for the value as a parameter' }
  const shell = new RegExp(
    String.raw`^\s*["']?([^\s"']*[\\/])?(${SHELLS.join('|')}|${REMOTE_SHELLS.join('|')})(\.exe["']?(\s|$)|["']?\s+[-/]\w)`,
    'i',
  ).exec(text)
  return shell === null ? undefined : { what: `\`${shell[0].trim()}\` in a text is refused: ${COMPOSES}`, next: 'write the command itself' }
}
