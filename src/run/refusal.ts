/** A rule's "no": a stable code for programs, and a sentence that says what happened and what to do. */
export interface Refusal {
  code: string
  sentence: string
  /** Faults by parameter, for forms. */
  fields?: Record<string, string>
}
