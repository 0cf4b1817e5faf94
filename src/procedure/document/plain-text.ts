/** Why a file is no text that can be read at all, or one too long. */
import { LONGEST_DOCUMENT } from '../../text/bounds.ts'
import type { FaultAt } from './document-fault.ts'

export function noText(text: string): FaultAt | undefined {
  if (text.startsWith('\uFEFF')) return { line: 1, fault: { is: 'byte-order-mark' } }
  if (!text.isWellFormed()) return { line: 1, fault: { is: 'no-plain-text' } }
  const nul = text.indexOf('\0')
  if (nul !== -1) return { line: text.slice(0, nul).split(/\r\n|\r|\n/).length, fault: { is: 'nul-character' } }
  if (text.length > LONGEST_DOCUMENT) return { line: 1, fault: { is: 'long-document', length: text.length, most: LONGEST_DOCUMENT } }
  return undefined
}
