/** Where in a run something is. */
import type { Place } from '../../run/view/place.ts'

/** `Step 4 "Apply the outstanding logs", item 2 of 5 (E:\x.trn)` */
export function place({ step, title, item }: Place): string {
  if (step === 0) return 'The run'
  const named = `Step ${step} "${title}"`
  return item === undefined ? named : `${named}, item ${item.number} of ${item.of} (${item.name})`
}

/** The same inside a sentence: `step 4 "…"`. */
export function placeInside(at: Place): string {
  return place(at).replace(/^[ST]/, (letter) => letter.toLowerCase())
}
