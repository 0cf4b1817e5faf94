/**
 * What a person did to a section of a card and must not lose when it is drawn again: typed text, open panels, the focus.
 * `section` is `{ card, node, actions }`: the drawn card, its element, and the ids of its buttons (which the renderer does not write into the page).
 */
export function keepState({ card, node, actions }) {
  const inputs = card.getAllInputs(true).map((input) => ({ id: input.id, field: control(input), first: input.defaultValue ?? '' }))
  const typed = inputs.filter(({ field, first }) => field && field.value !== first).map(({ id, field }) => ({ id, value: field.value }))
  const open = actions.filter((id) => buttonOf(card, id)?.getAttribute('aria-expanded') === 'true')
  const active = node.contains(document.activeElement) ? document.activeElement : undefined
  const input = active && inputs.find(({ field }) => field === active)?.id
  const button = active && actions.find((id) => buttonOf(card, id) === active)
  const [from, to] = input && 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : [null, null]

  return (fresh) => {
    for (const id of open) buttonOf(fresh, id)?.click()
    const field = (id) => control(fresh.getAllInputs(true).find((each) => each.id === id))
    for (const { id, value } of typed) {
      const target = field(id)
      if (target) target.value = value
    }
    const target = input ? field(input) : button ? buttonOf(fresh, button) : undefined
    target?.focus({ preventScroll: true })
    if (target && from !== null) target.setSelectionRange(from, to)
  }
}

/** The field of an input, whatever the renderer put around it. */
export function control(input) {
  const element = input?.renderedInputControlElement ?? input?.renderedElement
  if (!element) return undefined
  return element.matches('input, textarea, select') ? element : (element.querySelector('input, textarea, select') ?? undefined)
}

/** Ids of all buttons in a section's JSON, those in panels after the ones that open them. */
export function actionIds(value) {
  if (Array.isArray(value)) return value.flatMap(actionIds)
  if (typeof value !== 'object' || value === null) return []
  const own = typeof value.type === 'string' && value.type.startsWith('Action.') && value.id ? [value.id] : []
  return [...own, ...Object.values(value).flatMap(actionIds)]
}

function buttonOf(card, id) {
  return card.getActionById(id)?.renderedElement
}
