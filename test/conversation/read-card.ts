/** Reads an Adaptive Card as people do: its lines, its buttons, its fields. */
type Json = Record<string, unknown>

export interface CardButton {
  label: string
  /** The Action.Execute that counts: for a button that asks first, the one in its panel. */
  action: { verb: string; id: string; title: string; data: Json & { act: string } }
  /** What it asks first. */
  panel?: Json
}

export interface CardInput {
  id: string
  label: string
  type: string
  value?: string
  choices?: { title: string; value: string }[]
  errorMessage?: string
}

/** One line for each line of the card: the runs of a block belong together. Panels are not looked into. */
export function linesOf(card: unknown): string[] {
  return found(card, ({ type }) => type === 'RichTextBlock').map(({ inlines }) =>
    (inlines as { text: string }[]).map(({ text }) => text).join(''),
  )
}

export function buttonsIn(card: unknown): CardButton[] {
  return found(card, ({ type }) => type === 'ActionSet')
    .flatMap(({ actions }) => actions as Json[])
    .flatMap((action): CardButton[] => {
      const panel = action['type'] === 'Action.ShowCard' ? (action['card'] as Json) : undefined
      const [inner] = panel ? found(panel, ({ type }) => type === 'Action.Execute') : [action]
      return inner?.['type'] === 'Action.Execute'
        ? [{ label: String(action['title']), action: inner as unknown as CardButton['action'], ...(panel && { panel }) }]
        : []
    })
}

export function inputsIn(card: unknown): CardInput[] {
  return found(card, ({ type }) => String(type).startsWith('Input.')) as unknown as CardInput[]
}

/** Everything in the card that fits, in reading order; what is inside a panel is asked for by itself. */
function found(node: unknown, fits: (each: Json) => boolean): Json[] {
  if (Array.isArray(node)) return node.flatMap((each) => found(each, fits))
  if (typeof node !== 'object' || node === null) return []
  const each = node as Json
  const inside = Object.entries(each)
    .filter(([name]) => name !== 'fallback' && name !== 'data' && each['type'] !== 'Action.ShowCard')
    .flatMap(([, value]) => found(value, fits))
  return fits(each) ? [each, ...inside] : inside
}
