import type { Card } from './card.ts'

/** What somebody wrote into a form and was not taken. Both by parameter. */
export interface Written {
  written?: Readonly<Record<string, string>>
  /** A sentence each. */
  faults?: Readonly<Record<string, string>>
}

/** The card with its form as it was sent: what was written stands in its field, and below it what is wrong with it. */
export function asWritten(card: Card, { written = {}, faults = {} }: Written): Card {
  const { form } = card
  if (form === undefined) return card
  const inputs = form.inputs.map((input) => {
    const name = input.name.slice(input.name.indexOf('.') + 1)
    const [value, fault] = [ofName(written, name), ofName(faults, name)]
    return { ...input, ...(value === undefined ? {} : { value }), ...(fault === undefined ? {} : { fault }) }
  })
  return { ...card, form: { ...form, inputs } }
}

/** A parameter may be called as something that every object has. */
function ofName(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
