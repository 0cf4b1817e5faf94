/** From parameters and questions to fields, and from what Slack sends back to what was written. */
import { z } from 'zod'
import { needsAnswer } from '../../../procedure/parameter.ts'
import { askingOrder, writtenDefault } from '../../../procedure/value/default.ts'
import type { Parameter } from '../../../procedure/procedure.ts'
import type { SaidView } from '../../../words/said-view.ts'
import type { Words } from '../../../words/words.ts'
import type { FieldOffer, Input } from '../../card/card.ts'
import { kindOf } from '../../card/form.ts'
import { chosenFor, yesOrNo } from '../../card/yes-or-no.ts'
import type { Field } from './render-modal.ts'

/** Fields of a procedure's parameters, filled with what was typed already; of a secret only with the name of one. */
export function parameterFields(
  words: Words,
  parameters: readonly Parameter[],
  written: Record<string, string>,
  secretNames: readonly string[],
  offers: FieldOffers = NO_OFFERS,
): Field[] {
  return askingOrder(parameters).flatMap((parameter) => {
    const { name, ask, example, choices, type } = parameter
    const listed = type.of === 'secret' ? secretNames : type.of === 'choice' ? choices : undefined
    const typed = type.of === 'secret' && !secretNames.includes(written[name] ?? '') ? undefined : written[name]
    const value = typed ?? writtenDefault(parameter, parameters, {})
    const question = { name, ask, type: `${type.list ? 'list of ' : ''}${type.of}`, required: needsAnswer(parameter) }
    const field = fieldOf(words, {
      ...question,
      ...(example === undefined ? {} : { example }),
      ...(listed === undefined ? {} : { choices: listed.map((choice) => ({ title: choice, value: choice })) }),
      ...(value === undefined ? {} : { written: value }),
      ...(value === undefined && parameter.default !== undefined ? { madeOf: parameter.default } : {}),
    })
    return withOffer(words, offers.tell.has(name) ? { ...field, tells: true } : field, offers.fields[name])
  })
}

/** What is offered in the fields of parameters, and which fields it hangs on. */
export interface FieldOffers {
  fields: Record<string, FieldOffer>
  tell: ReadonlySet<string>
  /** The form stands open already. */
  standing?: true
}

const NO_OFFERS: FieldOffers = { fields: {}, tell: new Set() }

/** The text stays, with the list below it: whichever is filled in is the answer, and the text where both are. */
function withOffer(words: Words, field: Field, offer: FieldOffer | undefined): Field[] {
  if (offer === undefined || field.type !== 'text') return [field]
  const text: Field = { ...field, hint: [field.hint ?? '', offer.says].filter(Boolean).join(' ') }
  const choices = offer.choices.filter(({ value }) => value.length <= LONGEST_OPTION)
  if (choices.length === 0) return [text]
  const list: Field = {
    type: 'choice',
    name: field.name.replace(/^answer/, 'choice'),
    label: words.card.form.offers.choose,
    required: false,
    choices: [...choices],
  }
  return [{ ...text, required: false }, list]
}

/** Characters of what a list of Slack takes. */
const LONGEST_OPTION = 150

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
