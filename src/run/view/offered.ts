/** What is offered where a parameter is asked for: what somebody's look at the estate has just found. No run is of it, and no log holds it. */
import type { Told } from '../facts/worker-fault.ts'
import type { Choice } from './view.ts'

/** At most as many as every platform's list takes. */
export const MOST_CHOICES = 100

/** `more`: others were found, and are left out. */
export interface Offered {
  choices: Choice[]
  more: boolean
}

/** Why there is nothing to choose from. */
export type NotOffered =
  | { is: 'no-worker'; site: string }
  | { is: 'worker-gone'; worker: string }
  | { is: 'late'; worker: string; ms: number }
  | { is: 'crowded' }
  | { is: 'failed'; target: string; why: Told[] }
  | { is: 'none'; target: string }

export type Offer = Offered | { not: NotOffered }
