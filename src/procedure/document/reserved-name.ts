/** Names that parameters, captures and items cannot have. */
import type { NotAName } from './document-fault.ts'

/** PowerShell's own variables, in small letters (about_Automatic_Variables, about_Preference_Variables). */
export const AUTOMATIC_VARIABLES: ReadonlySet<string> = new Set(
  `_ $ ? ^ args consolefilename enabledexperimentalfeatures error errorview event eventargs eventsubscriber executioncontext false foreach
  home host input iscoreclr islinux ismacos iswindows lastexitcode matches myinvocation nestedpromptlevel null pid profile
  psboundparameters pscmdlet pscommandpath psculture psdebugcontext psedition pshome psitem psscriptroot pssenderinfo psstyle
  psuiculture psversiontable pwd sender shellid stacktrace switch this true
  confirmpreference debugpreference erroractionpreference formatenumerationlimit informationpreference maximumhistorycount
  ofs outputencoding progresspreference psdefaultparametervalues psemailserver psmoduleautoloadingpreference
  psnativecommandargumentpassing psnativecommanduseerroractionpreference pssessionapplicationname pssessionconfigurationname
  pssessionoption transcript verbosepreference warningpreference whatifpreference`.split(/\s+/),
)

/** Why a name cannot be a parameter, a capture or an item; undefined when it can. */
export function reservedName(name: string): NotAName | undefined {
  if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name)) return { is: 'no-name', name }
  if (AUTOMATIC_VARIABLES.has(name.toLowerCase())) return { is: 'name-of-powershell', name }
  return name in {} ? { is: 'name-of-javascript', name } : undefined
}
