/** Names of cmdlets in a block that cannot be read, where they begin a command: a damaged name is often not all that is damaged. */
import type { Role } from '../../../procedure/procedure.ts'
import type { Readers } from '../../readers.ts'
import type { FaultAt } from '../read/scan.ts'
import { nameFault } from './name-fault.ts'

export function lintDamaged(text: string, role: Role, readers: Readers): FaultAt[] {
  const begun = /(?<=(?:^|[\n;|{(=&])[ \t]*)(?:\p{L}+[-–—])?Cs\p{Lu}\p{L}+(?:-\p{L}+)*/gu
  return [...text.matchAll(begun)].flatMap((match): FaultAt[] => {
    const fault = nameFault(match[0].replace(/[–—]/, '-'), match[0], role, readers)
    return fault === undefined ? [] : [{ at: match.index, ...fault }]
  })
}
