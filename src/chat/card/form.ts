import type { RunView } from '../../run/view.ts'
import { inertLine } from '../inert.ts'
import type { Card, Input } from './card.ts'

/** The questions that are still open; what was written before stands in its field. */
export function drawForm(view: RunView): NonNullable<Card['form']> {
  return {
    heading: view.questions.length === 1 ? 'One thing is missing' : `${view.questions.length} things are missing`,
    inputs: view.questions.map(drawInput),
    buttons: [{ label: 'Show the plan', style: 'positive', data: { v: 1, act: 'answer', run: view.run } }],
  }
}

function drawInput(question: RunView['questions'][number]): Input {
  const { name, ask, type, example, choices, written, required } = question
  const base = { name: `answer.${name}`, label: ask, required, ...(written === undefined ? {} : { value: written }) }
  if (choices && choices.length > 0 && !type.startsWith('list of')) {
    return { ...base, type: 'choice', choices: choices.map((choice) => ({ title: inertLine(choice, 120), value: choice })) }
  }
  if (type === 'boolean') return { ...base, type: 'choice', choices: ['yes', 'no'].map((choice) => ({ title: choice, value: choice })) }
  const several = type.startsWith('list of') ? 'Several, with commas between. ' : ''
  const hint = `${several}${example === undefined ? '' : `For example ${example}`}`.trim()
  return { ...base, type: 'text', long: false, ...(hint ? { hint } : {}) }
}
