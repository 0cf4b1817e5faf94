import type { Taken } from './take-action.ts'

/** What a form came to. A repetition is answered from it, exactly as the first was. */
export type FormOutcome = { taken: Taken; channel?: string; fields: string[] } | { errors: Record<string, string> }

/** Whether a form is done with: what was refused may be sent again as it is, because what it was refused for may be mended. */
export async function formStands(outcome: FormOutcome): Promise<boolean> {
  return 'errors' in outcome ? false : takenStands(outcome.taken)
}

export async function takenStands({ reply, late }: Taken): Promise<boolean> {
  return ((await late) ?? reply).note.tone !== 'refused'
}
