/** `readers` in `countersign.yaml`: what else a block that looks may call. */
import { z } from 'zod'
import type { Readers } from '../lint/readers.ts'
import { withReaders } from '../lint/usual-readers.ts'

const word = z.string().min(1).max(200)
const cmdlet = z
  .string()
  .regex(
    /^[A-Za-z]+-[A-Za-z0-9_]+\*?$/,
    'is no cmdlet; write its name without the module, like `Get-ErpState`, or its beginning, like `Get-Erp*`',
  )
const parameter = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'is no parameter; write its full name without the hyphen')
const program = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*\.exe$/i, 'is no program; write its name with `.exe` and without a path')
const object = z.string().regex(/^([A-Za-z_][\w$#@]*\.){0,2}[A-Za-z_][\w$#@]*$/, 'is no name of an object; write it like `dbo.fn_state`')

export const readersSchema = z
  .strictObject({
    /** Each with the parameters that it may be given, or `any`. */
    cmdlets: z.record(cmdlet, z.union([z.literal('any'), z.array(parameter)], 'is neither `any` nor a list of parameters')).default({}),
    /** Each with the beginnings of its arguments that only look, words by blanks, or `any`. */
    programs: z.record(program, z.union([z.literal('any'), z.array(word).min(1)], 'is neither `any` nor a list of arguments')).default({}),
    /** Beginnings of HTTP addresses that answer a POST without changing anything. */
    addresses: z
      .array(z.string().regex(/^https?:\/\/[^\s/$]+\/\S*$/, 'is no address; write it up to a `/`, like `https://erp.contoso.com/search/`'))
      .default([]),
    procedures: z.array(object).default([]),
    functions: z.array(object).default([]),
    /** Cmdlets that act and are named like those of Skype for Business Server, each with the parameters that it has, or `any`. */
    acting: z.record(cmdlet, z.union([z.literal('any'), z.array(parameter)], 'is neither `any` nor a list of parameters')).default({}),
  })
  .prefault({})

/** With what comes with the program. */
export function readersOf({ cmdlets, programs, addresses, procedures, functions, acting }: z.output<typeof readersSchema>): Readers {
  return withReaders({
    cmdlets: Object.entries(cmdlets).map(([name, parameters]) => ({ name, parameters })),
    programs: Object.entries(programs).map(([name, beginnings]) => ({
      name,
      arguments: beginnings === 'any' ? [[]] : beginnings.map((beginning) => beginning.trim().split(/\s+/)),
    })),
    addresses,
    procedures: procedures.map((name) => name.toLowerCase()),
    functions: functions.map((name) => name.toLowerCase()),
    known: Object.entries(acting).map(([name, parameters]) => ({
      name,
      sets: parameters === 'any' ? parameters : [{ names: parameters, needs: [], values: {} }],
    })),
  })
}
