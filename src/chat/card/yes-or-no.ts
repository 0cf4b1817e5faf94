import { readScalar } from '../../procedure/value/read-scalar.ts'
import type { Choice } from '../../run/view/view.ts'

export const YES_OR_NO: Choice[] = ['yes', 'no'].map((word) => ({ title: word, value: word }))

/** The entry of a list that stands for what was typed or is the document's default: `true` is its yes. What is none of them stays as it was written. */
export function chosenFor(type: string, written: string): string {
  if (type !== 'boolean') return written.trim()
  const read = readScalar({ type, targets: undefined }, written)
  return 'fault' in read ? written.trim() : read.value === true ? 'yes' : 'no'
}
