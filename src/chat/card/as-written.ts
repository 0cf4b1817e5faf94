import type { Card, FieldOffer } from './card.ts'

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
    const [value, fault, offer] = [ofName(written, name), ofName(faults, name), ofName(offers, name)]
    const field = { ...input, ...(value === undefined ? {} : { value }), ...(fault === undefined ? {} : { fault }) }
    return field.type === 'text' && offer !== undefined ? { ...field, offer } : field
  })
  return { ...card, form: { ...form, inputs } }
}

/** A parameter may be called as something that every object has. */
function ofName<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
