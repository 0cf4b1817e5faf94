import type { Words } from '../../words/words.ts'
import type { Input } from './card.ts'

/** The field for a reason; the run refuses an empty one. */
export function reasonInput({ card }: Words, act: string, label = card.why): Input {
  return { type: 'text', name: `${act}.reason`, label, required: true, long: true, hint: card.reasonHint }
}
