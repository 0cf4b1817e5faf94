/** What a block that looks may call. What is not in these lists is refused: by the loader with a sentence, and by the PowerShell host before it runs a block. */

/** A cmdlet that changes nothing. */
export interface CmdletReader {
  /** As PowerShell spells it; a `*` at its end stands for the rest: `Get-Cs*`. */
  name: string
  /** Parameters that it may be given, besides those that every cmdlet has and that set nothing; `any` where none of them changes anything. */
  parameters: 'any' | readonly string[]
}

/** A program that changes nothing when it is started with these arguments. */
export interface ProgramReader {
  /** With `.exe`: `repadmin.exe`. */
  name: string
  /** The beginnings of its arguments that only look, each a list of words: `[['/showrepl'], ['/replsummary']]`. */
  arguments: readonly (readonly string[])[]
}

export interface Readers {
  cmdlets: readonly CmdletReader[]
  programs: readonly ProgramReader[]
  /** Procedures of SQL Server, in small letters, with the schema where it is not `dbo` or `sys`: `xp_fileexist`. */
  procedures: readonly string[]
}

/** What comes with the program. A configuration adds to it, and takes nothing away. */
export const USUAL_READERS: Readers = {
  cmdlets: [],
  programs: [],
  procedures: ['xp_fileexist', 'xp_dirtree', 'sp_executesql'],
}
