/**
 * What a block that looks may call: plain data, which the loader judges by and the PowerShell host is given before it runs a block.
 * What is not in these lists is refused.
 */

/** A cmdlet that changes nothing. */
export interface CmdletReader {
  /** As PowerShell spells it, without its module; a `*` at its end stands for the rest: `Get-Cs*`. */
  name: string
  /** Parameters that it may be given, by their full names, besides the `COMMON_PARAMETERS`; `any` where none of them changes anything. */
  parameters: 'any' | readonly string[]
  /** Where only some values of a parameter look: `{ Method: ['Get', 'Head'] }`. Others, and values that are only known later, are refused. */
  values?: Readonly<Record<string, readonly string[]>> | undefined
}

/** A program that changes nothing when it is started with these arguments. */
export interface ProgramReader {
  /** With `.exe`: `repadmin.exe`. */
  name: string
  /** The beginnings of its arguments that only look, each a list of words: `[['/showrepl'], ['/replsummary']]`; `[[]]` where whatever it is given only looks. */
  arguments: readonly (readonly string[])[]
  /** Where it may be given no other words than these, in any order. Here and above a `*` at the end of a word stands for the rest (`/test:*`), `<word>` for a word that is no option, `<value>` for a value of the document that cannot be one, and above `<end>` for nothing more. */
  words?: readonly string[] | undefined
}

/** Parameters that may stand together, by their full names. */
export interface ParameterSet {
  names: readonly string[]
  /** Those of them that it cannot do without. */
  needs: readonly string[]
  /** The only values of a parameter, where these are known. */
  values: Readonly<Record<string, readonly string[]>>
}

/** A cmdlet of a module whose cmdlets are all known, so that a damaged name is refused in a block that acts as well. */
export interface KnownCmdlet {
  /** As PowerShell spells it; a `*` at its end stands for the rest. */
  name: string
  sets: 'any' | readonly ParameterSet[]
}

export interface Readers {
  cmdlets: readonly CmdletReader[]
  programs: readonly ProgramReader[]
  /** Beginnings of HTTP addresses that answer a POST without changing anything: for those `Post` is one of the values of `Method` as well. GET and HEAD look everywhere. */
  addresses: readonly string[]
  /** Procedures of SQL Server, in small letters, with the database and the schema where these are not `master`, `dbo` or `sys`: `xp_fileexist`, `msdb.sp_help_job`. */
  procedures: readonly string[]
  /** Functions of SQL Server that a user made, in small letters, with their schema: `dbo.fn_state`. */
  functions: readonly string[]
  /** Cmdlets of Skype for Business Server: no block may call another one that looks like one of them, or give it another parameter. */
  known: readonly KnownCmdlet[]
}

/** Parameters that every cmdlet has and that change nothing, besides those that set a variable, which must be no value of the document. */
export const COMMON_PARAMETERS: readonly string[] = `ErrorAction WarningAction InformationAction ProgressAction Verbose Debug OutBuffer
  ErrorVariable WarningVariable InformationVariable OutVariable PipelineVariable`.split(/\s+/)
