import type { SaidView } from '../../words/said-view.ts'
import { readableLine } from '../readable.ts'
import type { Card, Input } from './card.ts'
import { chosenFor, YES_OR_NO } from './yes-or-no.ts'

/** The questions that are still open; what was written before stands in its field. */
export function drawForm(view: SaidView): NonNullable<Card['form']> {
  return {
    heading: headingOf(view.questions),
    inputs: view.questions.map(drawInput),
    buttons: [
      { label: `Start ${view.run}`, style: 'positive', data: { v: 1, act: 'answer', run: view.run } },
      { label: 'Show the plan', style: 'default', data: { v: 1, act: 'preview', run: view.run } },
    ],
  }
}

/** What the document fills in by itself is asked as well, and is not missing. */
function headingOf(questions: SaidView['questions']): string {
  const missing = questions.filter(({ required }) => required).length
  return missing === 0 ? 'Nothing is missing' : missing === 1 ? '1 thing is missing' : `${missing} things are missing`
}

function drawInput(question: SaidView['questions'][number]): Input {
  const { name, ask, type, example, choices, written, required } = question
  const base = { name: `answer.${name}`, label: ask, required, ...(written === undefined ? {} : { value: written }) }
  const listed = type === 'boolean' ? YES_OR_NO : choices
  if (listed && listed.length > 0 && !type.startsWith('list of')) {
    const chosen = written === undefined ? {} : { value: chosenFor(type, written) }
    return { ...base, ...chosen, type: 'choice', choices: listed.map(({ title, value }) => ({ title: readableLine(title, 120), value })) }
  }
  const several = type.startsWith('list of') ? 'Several, with commas between. ' : ''
  const hint = `${several}${example === undefined ? '' : `For example ${example}`}`.trim()
  return { ...base, type: 'text', long: false, ...(hint ? { hint } : {}) }
}
