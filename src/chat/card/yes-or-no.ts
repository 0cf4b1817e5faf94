import { readScalar } from '../../procedure/value/read-scalar.ts'
import type { Choice } from '../../run/view/view.ts'
import type { Words } from '../../words/words.ts'

/** What is answered is the same in every language. */
export function yesOrNo({ card: { form } }: Words): Choice[] {
  return [
    { title: form.yes, value: 'yes' },
    { title: form.no, value: 'no' },
  ]
}

/** The entry of a list that stands for what was typed or is the document's default: `true` is its yes. What is none of them stays as it was written. */
export function chosenFor(type: string, written: string): string {
  if (type !== 'boolean') return written.trim()
  const read = readScalar({ type, targets: undefined }, written)
  return 'fault' in read ? written.trim() : read.value === true ? 'yes' : 'no'
}
