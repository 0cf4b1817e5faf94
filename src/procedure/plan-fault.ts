/** What stands in the way of a plan. */
export type PlanFault =
  /** `ask`: the parameter's question. */
  | { is: 'no-value'; name: string; ask: string }
  /** `other`: the question of the parameter that must have another value; `reached`: of targets, where both lead. */
  | { is: 'same'; name: string; other: string; reached?: string }
  | { is: 'no-target'; name: string; target: string }
  | { is: 'other-kind'; name: string; target: string; kind: string; wanted: string }
  | { is: 'no-policy'; policy: string }
  /** A step is carried out by one worker. */
  | { is: 'sites'; step: number; title: string; sites: { site: string; target: string }[] }
  /** A look puts its statement together there, and nothing but the document keeps it from writing. */
  | { is: 'no-reader'; step: number; title: string; target: string }
  | { is: 'long-lock'; lock: string; length: number; most: number }
