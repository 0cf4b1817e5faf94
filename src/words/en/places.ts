/** Where in a run something is. */
import { inWords } from '../../text/excerpt.ts'
import type { Place } from '../../run/facts/place.ts'

/** `Step 4 "Apply the outstanding logs", item 2 of 5 (E:\x.trn)` */
export function place({ step, title, item, substep, undo }: Place): string {
  if (step === 0) return 'The run'
  const named = `${undo ? 'Undoing step' : 'Step'} ${step} "${title}"`
  const turn = substep === undefined ? '' : `, "${substep.title}"`
  return item === undefined ? named : `${named}, item ${item.number} of ${item.of} (${inWords(item.name)})${turn}`
}

/** Its step as a whole. */
export function stepOf({ step, title, undo }: Place): Place {
  return { step, title, ...(undo && { undo }) }
}

/** The same inside a sentence: `step 4 "…"`. */
export function placeInside(at: Place): string {
  return place(at).replace(/^[STU]/, (letter) => letter.toLowerCase())
}
