import type { CmdletReader, KnownCmdlet, Readers } from './readers.ts'
import { KNOWN_CMDLETS } from './powershell/known/skype-parameters.ts'
import { USUAL_CMDLETS } from './powershell/usual-cmdlets.ts'
import { USUAL_PROGRAMS } from './powershell/usual-programs.ts'
import { USUAL_PROCEDURES } from './sql/usual-procedures.ts'

/** What comes with the program. */
export const USUAL_READERS: Readers = {
  cmdlets: USUAL_CMDLETS,
  programs: USUAL_PROGRAMS,
  addresses: [],
  procedures: USUAL_PROCEDURES,
  functions: [],
  known: KNOWN_CMDLETS,
}

/** What `readers` of a configuration adds to it; nothing is taken away. */
export function withReaders(more: Partial<Readers>, usual: Readers = USUAL_READERS): Readers {
  return {
    // The first entry of a name is the one that counts: a configuration may allow more of a cmdlet than is usual.
    cmdlets: [...(more.cmdlets ?? []), ...usual.cmdlets],
    programs: [...(more.programs ?? []), ...usual.programs],
    addresses: [...(more.addresses ?? []), ...usual.addresses],
    procedures: [...(more.procedures ?? []), ...usual.procedures],
    functions: [...(more.functions ?? []), ...usual.functions],
    // What a look may call is known as well.
    known: [...(more.known ?? []), ...(more.cmdlets ?? []).map(asKnown), ...usual.known],
  }
}

function asKnown({ name, parameters }: CmdletReader): KnownCmdlet {
  return { name, sets: parameters === 'any' ? 'any' : [{ names: parameters, needs: [], values: {} }] }
}
