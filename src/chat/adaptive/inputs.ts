import { LONGEST_TYPED } from '../../text/bounds.ts'
import type { FieldOffer, Input } from '../card/card.ts'
import { readableLine } from '../readable.ts'
import type { Budget } from '../card/budget.ts'
import type { Words } from '../../words/words.ts'
import { line, text, type Element, type InputElement } from './element.ts'

/** Values are data of a field and must come back as they went: one that is too long for the card is left out, never cut. A fault stands below its field. */
export function drawInputs(words: Words, inputs: Input[], budget: Budget): Element[] {
  return inputs.slice(0, 40).flatMap((input) => {
    const offer = input.type === 'text' ? input.offer : undefined
    const chosen = offer !== undefined && offer.choices.length > 0
    const field = drawInput(words, chosen ? { ...input, required: false } : input, budget)
    const below = offer === undefined ? [] : drawOffer(words, input, offer, budget)
    if (input.fault === undefined) return [field, ...below]
    const fault = text(`✗ ${readableLine(words, input.fault, 400)}`, { color: 'attention', size: 'small' })
    return [field, line([fault], { spacing: 'none', id: `${input.name}-fault` }), ...below]
  })
}

/** A list below the text: whichever is filled in is the answer, and the text where both are. */
function drawOffer(words: Words, { name }: Input, { choices, says }: FieldOffer, budget: Budget): Element[] {
  const about = line([text(readableLine(words, says, 400), { isSubtle: true, size: 'small' })], { spacing: 'none', id: `${name}-offer` })
  if (choices.length === 0) return [about]
  const base = { id: name.replace(/^answer/, 'choice'), label: words.card.form.offers.choose, isRequired: false, spacing: 'small' as const }
  return [{ ...base, type: 'Input.ChoiceSet', choices: choices.slice(0, budget.choices), style: 'compact' }, about]
}

function drawInput(words: Words, input: Input, budget: Budget): InputElement {
  const { form } = words.card
  const label = readableLine(words, input.label, 200)
  const value = input.value === undefined || input.value.length > budget.text ? {} : { value: input.value }
  const error = input.required ? { errorMessage: form.needed } : {}
  const base = { id: input.name, label, isRequired: input.required, ...error, ...value, spacing: 'medium' as const }
  if (input.type === 'choice' && input.choices.length <= budget.choices) {
    return { ...base, type: 'Input.ChoiceSet', choices: input.choices, style: 'compact' }
  }
  const hint = input.type === 'choice' ? form.oneOf(input.choices.map(({ value: choice }) => choice)) : input.hint
  const placeholder = hint === undefined ? {} : { placeholder: readableLine(words, hint, 120) }
  return {
    ...base,
    type: 'Input.Text',
    ...placeholder,
    ...(input.type === 'text' && input.kind ? { style: input.kind } : {}),
    ...(input.type === 'text' && input.long ? { isMultiline: true as const } : {}),
    // Whoever pastes more has it cut off by their client, without a word: what is left is one too many, and refused.
    maxLength: LONGEST_TYPED + 1,
  }
}
