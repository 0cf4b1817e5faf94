/** Commands, types and words that no block may use, each with its reason. */
import type { Complaint } from '../../procedure/fault.ts'

const COMPOSES = 'it runs a text as a program'
const ELSEWHERE = 'it runs somewhere else than the fence says'
const OWN_PROCESS = 'it runs on after the block, and nothing can stop or judge it'
const ASKS = 'nobody is there to answer'
const HIDES = 'it hides from readers what a name means'

const REASONS: readonly (readonly [reason: string, next: string, commands: string])[] = [
  [COMPOSES, 'write the command itself', 'invoke-expression iex invoke-history ihy'],
  [
    COMPOSES,
    'write the command itself',
    'cmd cmd.exe powershell powershell.exe pwsh pwsh.exe bash bash.exe sh wscript.exe cscript.exe mshta.exe rundll32.exe wsl.exe wmic.exe forfiles.exe',
  ],
  [
    'it sends SQL that PowerShell puts together',
    'write a `sql` block',
    'invoke-sqlcmd invoke-dbaquery sqlcmd sqlcmd.exe osql.exe isql.exe',
  ],
  [
    'it loads code that is not in this document',
    'leave loading to the worker',
    'add-type import-module ipmo install-module new-module add-pssnapin',
  ],
  ['it makes an object of any kind', 'use [pscustomobject]@{ … }', 'new-object'],
  [ELSEWHERE, 'name the target in `on=`', 'invoke-command icm enter-pssession etsn new-pssession nsn'],
  [
    OWN_PROCESS,
    'call the program by its name',
    'start-process saps start invoke-item ii start-job sajb start-threadjob invoke-wmimethod iwmi invoke-cimmethod icim schtasks.exe at.exe',
  ],
  [OWN_PROCESS, 'write it as one block', 'register-objectevent register-engineevent register-wmievent register-cimindicationevent'],
  [ASKS, 'ask for it as a parameter', 'read-host get-credential out-gridview pause'],
  [HIDES, 'write `$name = …`', 'set-variable sv set new-variable nv clear-variable clv remove-variable rv get-variable gv'],
  [HIDES, 'write the full name', 'set-alias sal new-alias nal import-alias ipal'],
]

/** Why a command may not be used. */
export function forbiddenCommand(name: string): Complaint | undefined {
  // A program is the same by its path.
  const own = name.toLowerCase().replace(/^.*[\\/]/, '')
  const found = REASONS.find(([, , commands]) => commands.split(' ').includes(own))
  return found === undefined ? undefined : { what: `\`${name}\` is refused: ${found[0]}`, next: found[1] }
}

/** Why a keyword may not be used. */
export function forbiddenKeyword(word: string): Complaint | undefined {
  switch (word) {
    case 'exit':
      return { what: '`exit` ends the block as if it had succeeded', next: 'use `throw` with a sentence' }
    case 'param':
    case 'using':
    case 'class':
    case 'enum':
    case 'configuration':
    case 'workflow':
    case 'trap':
      return { what: `\`${word}\` has no place in a block`, next: 'write plain statements' }
    default:
      return undefined
  }
}

const TYPES: ReadonlySet<string> = new Set(
  `string int int32 int64 long double decimal bool boolean char byte array object hashtable ordered pscustomobject psobject void
  datetime timespan version guid regex math uri switch single uint32 uint64 io.path system.io.path ipaddress net.ipaddress`.split(/\s+/),
)

/** Types that convert or compute; every other one could run code, end the host or reach the disk. */
export function isPlainType(type: string): boolean {
  return TYPES.has(type.toLowerCase().replaceAll('[]', ''))
}

const READING_METHODS: ReadonlySet<string> = new Set(
  `tostring tolower toupper tolowerinvariant toupperinvariant trim trimstart trimend startswith endswith contains containskey substring
  split replace indexof lastindexof padleft padright equals compareto gettype isnullorempty isnullorwhitespace join format match
  matches ismatch escape parse tryparse adddays addhours addminutes addseconds subtract touniversaltime tolocaltime toarray min max
  abs round floor ceiling combine getfilename getfilenamewithoutextension getextension getdirectoryname`.split(/\s+/),
)

/** Methods that only compute: what a reading block may call. */
export function isReadingMethod(name: string): boolean {
  return READING_METHODS.has(name.toLowerCase())
}

/** Methods that run a text or whatever they are given. */
export function isComposingMethod(name: string): boolean {
  return /^(invoke|create$|newscriptblock|expandstring$|getmethod|createinstance|foreach$|where$)/i.test(name)
}

const READING_VERBS: ReadonlySet<string> = new Set(
  'get test select where foreach measure join split sort compare convertto convertfrom group resolve find'.split(' '),
)
const READING_COMMANDS: ReadonlySet<string> = new Set(
  'write-output write-verbose write-warning write-information write-progress write-debug write-host write-error out-null out-string start-sleep new-timespan convert-path format-table format-list format-wide format-custom format-hex'.split(
    ' ',
  ),
)

/** Cmdlets that change nothing. */
export function isReadingCommand(name: string): boolean {
  const lower = name.toLowerCase()
  return READING_COMMANDS.has(lower) || READING_VERBS.has(lower.split('-')[0] ?? '')
}
