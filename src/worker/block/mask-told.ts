import type { Told } from '../../run/facts/worker-fault.ts'
import { maskDeep, type Mask } from '../mask.ts'
import { cutText } from './cut-text.ts'

/** Without secrets, and each text in it at most so long. */
export function maskTold(mask: Mask, told: Told, most: number): Told {
  return maskDeep((text) => cutText(mask, text, most), told)
}
