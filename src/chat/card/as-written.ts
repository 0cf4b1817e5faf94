import type { Card, FieldOffer, Input } from './card.ts'

/** What somebody wrote into a form and was not taken. Both by parameter. */
export interface Written {
  written?: Readonly<Record<string, string>>
  /** A sentence each. */
  faults?: Readonly<Record<string, string>>
  /** What fields are offered with. */
  offers?: Readonly<Record<string, FieldOffer>>
}

/** The card with its form as it was sent: what was written stands in its field, and below it what is wrong with it. */
export function asWritten(card: Card, { written = {}, faults = {}, offers = {} }: Written): Card {
  const { form } = card
  if (form === undefined) return card
  const inputs = form.inputs.map((input) => {
    const name = input.name.slice(input.name.indexOf('.') + 1)
    const [typed, fault, offer] = [ofName(written, name), ofName(faults, name), ofName(offers, name)]
    const value = input.secret !== true || isChoice(input, typed) ? typed : undefined
    const field = { ...input, ...(value === undefined ? {} : { value }), ...(fault === undefined ? {} : { fault }) }
    return field.type === 'text' && offer !== undefined ? { ...field, offer } : field
  })
  return { ...card, form: { ...form, inputs } }
}

/** What is typed where the name of a secret is asked for may be the secret itself, and is drawn nowhere again. */
function isChoice(input: Input, value: string | undefined): boolean {
  return input.type === 'choice' && input.choices.some((choice) => choice.value === value)
}

/** A parameter may be called as something that every object has. */
function ofName<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
