import { readScalar } from '../../procedure/value/read-scalar.ts'
import type { SaidView } from '../../words/said-view.ts'
import type { Words } from '../../words/words.ts'
import { readableLine } from '../readable.ts'
import type { Card, Input } from './card.ts'
import { chosenFor, yesOrNo } from './yes-or-no.ts'

/** The questions that are still open; what was written before stands in its field. */
export function drawForm({ run, words, questions }: SaidView): NonNullable<Card['form']> {
  const { form } = words.card
  return {
    // What the document fills in by itself is asked as well, and is not missing.
    heading: form.heading(questions.filter(({ required }) => required).length),
    inputs: questions.map((question) => drawInput(words, question)),
    buttons: [
      { label: form.start(run), style: 'positive', data: { v: 1, act: 'answer', run } },
      { label: form.showPlan, style: 'default', data: { v: 1, act: 'preview', run } },
    ],
  }
}

function drawInput(words: Words, question: SaidView['questions'][number]): Input {
  const { name, ask, type, example, choices, written, madeOf, required } = question
  const base = {
    name: `answer.${name}`,
    label: ask,
    required,
    ...(written === undefined ? {} : { value: written }),
    ...(type === 'secret' ? { secret: true as const } : {}),
  }
  const several = type.startsWith('list of')
  const listed = type === 'boolean' ? yesOrNo(words) : choices
  if (listed && listed.length > 0 && !several) {
    const chosen = written === undefined ? {} : { value: chosenFor(type, written) }
    return {
      ...base,
      ...chosen,
      type: 'choice',
      choices: listed.map(({ title, value }) => ({ title: readableLine(words, title, 120), value })),
    }
  }
  const hint = words.card.form.hint({ several, ...(example === undefined ? {} : { example }), ...(madeOf === undefined ? {} : { madeOf }) })
  return { ...base, type: 'text', long: false, ...(hint ? { hint } : {}), ...kindOf(type, written) }
}

/** Platforms have fields of their own for these; what stands in one must be of that kind. */
export function kindOf(type: string, written: string | undefined): { kind?: 'email' | 'url' } {
  if (type !== 'email' && type !== 'url') return {}
  return written === undefined || 'value' in readScalar({ type, targets: undefined }, written) ? { kind: type } : {}
}
