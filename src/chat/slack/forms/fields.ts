/** From parameters and questions to fields, and from what Slack sends back to what was written. */
import { z } from 'zod'
import { needsAnswer } from '../../../procedure/parameter.ts'
import { askingOrder, writtenDefault } from '../../../procedure/value/default.ts'
import type { Parameter } from '../../../procedure/procedure.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Words } from '../../../words/words.ts'
import type { Input } from '../../card/card.ts'
import { kindOf } from '../../card/form.ts'
import { chosenFor, yesOrNo } from '../../card/yes-or-no.ts'
import type { Field } from './render-modal.ts'

/** Fields of a procedure's parameters, filled with what was typed already; of a secret only with the name of one. */
export function parameterFields(
  words: Words,
  parameters: readonly Parameter[],
  written: Record<string, string>,
  secretNames: readonly string[],
): Field[] {
  return askingOrder(parameters).map((parameter) => {
    const { name, ask, example, choices, type } = parameter
    const listed = type.of === 'secret' ? secretNames : type.of === 'choice' ? choices : undefined
    const typed = type.of === 'secret' && !secretNames.includes(written[name] ?? '') ? undefined : written[name]
    const value = typed ?? writtenDefault(parameter, parameters, {})
    const question = { name, ask, type: `${type.list ? 'list of ' : ''}${type.of}`, required: needsAnswer(parameter) }
    return fieldOf(words, {
      ...question,
      ...(example === undefined ? {} : { example }),
      ...(listed === undefined ? {} : { choices: listed.map((choice) => ({ title: choice, value: choice })) }),
      ...(value === undefined ? {} : { written: value }),
      ...(value === undefined && parameter.default !== undefined ? { madeOf: parameter.default } : {}),
    })
  })
}

/** Fields of what a run still asks for. */
export function questionFields(words: Words, questions: SaidView['questions']): Field[] {
  return questions.map((question) => fieldOf(words, question))
}

function fieldOf(words: Words, question: SaidView['questions'][number]): Field {
  const { name, ask, type, example, choices, written, madeOf, required } = question
  const base = { name: `answer.${name}`, label: ask, required, ...(written === undefined ? {} : { value: written }) }
  const several = type.startsWith('list of ')
  const of = several ? type.slice('list of '.length) : type
  if (of === 'sql-server' || of === 'powershell') return { ...base, type: 'targets', kind: of, several }
  const listed = of === 'boolean' ? yesOrNo(words) : choices
  if (!several && listed && listed.length > 0) {
    return { ...base, ...(written === undefined ? {} : { value: chosenFor(of, written) }), type: 'choice', choices: listed }
  }
  const hint = words.card.form.hint({ several, ...(example === undefined ? {} : { example }), ...(madeOf === undefined ? {} : { madeOf }) })
  return { ...base, type: 'text', long: false, ...(hint ? { hint } : {}), ...kindOf(type, written) } satisfies Input
}

const option = z.object({ value: z.string().max(3000) })

/** `view.state.values`: by block, then by action; one of the shapes of the elements that we use. */
const values = z.record(
  z.string().max(255),
  z.record(
    z.string().max(255),
    z.object({
      value: z.string().max(4000).nullish(),
      selected_option: option.nullish(),
      selected_options: z.array(option).max(100).nullish(),
    }),
  ),
)

/** What was written, by block id; several choices stand with commas between. Undefined for what is not a form's state. */
export function writtenIn(state: unknown): Record<string, string> | undefined {
  const read = values.safeParse(state)
  if (!read.success) return undefined
  return Object.fromEntries(
    Object.entries(read.data).flatMap(([block, actions]) => {
      const [field] = Object.values(actions)
      const written = field?.value ?? field?.selected_option?.value ?? field?.selected_options?.map(({ value }) => value).join(', ')
      return written === undefined || written === '' ? [] : [[block, written]]
    }),
  )
}
