import type { Input } from './card.ts'

/** The field for a reason; the run refuses an empty one. */
export function reasonInput(act: string, label: string): Input {
  return { type: 'text', name: `${act}.reason`, label, required: true, long: true, hint: 'It is written into the audit log.' }
}
