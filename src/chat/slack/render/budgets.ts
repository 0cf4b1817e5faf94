/** How much of a run a card in Slack shows; a card that is too large is drawn again with the next smaller budget. */
import type { Budget } from '../../card/budget.ts'

export const SLACK_BUDGETS: readonly Budget[] = [
  { text: 1500, statement: 2600, statements: 12, steps: 40, rows: 30, choices: 0 },
  { text: 700, statement: 1500, statements: 8, steps: 30, rows: 20, choices: 0 },
  { text: 400, statement: 700, statements: 6, steps: 24, rows: 16, choices: 0 },
  { text: 240, statement: 300, statements: 4, steps: 14, rows: 10, choices: 0 },
  { text: 100, statement: 0, statements: 0, steps: 6, rows: 4, choices: 0 },
]
