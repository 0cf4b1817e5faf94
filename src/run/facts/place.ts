import type { Excerpt } from '../../text/excerpt.ts'

/** A step, or one item of its list (from 1), with the names that people know them by. Step 0 is the run as a whole. */
export interface Place {
  step: number
  title: string
  /** Its way back, not the step itself. */
  undo?: true
  item?: { number: number; of: number; name: Excerpt }
  /** Of that item, where it takes several. */
  substep?: { number: number; of: number; title: string }
}
