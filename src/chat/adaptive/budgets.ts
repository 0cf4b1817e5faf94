/** How much of a run an Adaptive Card shows; see `Budget`. */
import type { Budget } from '../card/budget.ts'

export const BUDGETS: readonly Budget[] = [
  { text: 2000, statement: 6000, statements: 40, steps: 60, rows: 40, choices: 60 },
  { text: 800, statement: 1600, statements: 16, steps: 40, rows: 30, choices: 40 },
  { text: 400, statement: 600, statements: 8, steps: 24, rows: 16, choices: 25 },
  { text: 200, statement: 240, statements: 4, steps: 14, rows: 10, choices: 15 },
  { text: 100, statement: 0, statements: 0, steps: 6, rows: 4, choices: 8 },
]
