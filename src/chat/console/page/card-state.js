/** What a person did to a section of a card and must not lose when it is drawn again: typed text, open panels, the focus. */
export function keepState(oldCard, oldNode) {
  const typed = oldCard
    .getAllInputs(true)
    .map((input) => ({ id: input.id, value: control(input)?.value, first: input.defaultValue ?? '' }))
    .filter(({ value, first }) => value !== undefined && value !== first)
  const open = [...oldNode.querySelectorAll('[aria-expanded="true"]')].map(({ id }) => id).filter(Boolean)
  const focus = focused(oldCard, oldNode)
  return (card, node) => {
    for (const id of open) node.querySelector(`#${CSS.escape(id)}`)?.click()
    for (const { id, value } of typed) {
      const target = control(card.getAllInputs(true).find((input) => input.id === id))
      if (target) target.value = value
    }
    if (!focus) return
    const target = focus.input
      ? control(card.getAllInputs(true).find(({ id }) => id === focus.input))
      : node.querySelector(`#${CSS.escape(focus.id)}`)
    target?.focus({ preventScroll: true })
    if (target && focus.from !== null && typeof target.setSelectionRange === 'function') target.setSelectionRange(focus.from, focus.to)
  }
}

export function control(input) {
  const element = input?.renderedInputControlElement ?? input?.renderedElement
  if (!element) return undefined
  return element.matches('input, textarea, select') ? element : (element.querySelector('input, textarea, select') ?? undefined)
}

function focused(card, node) {
  const active = document.activeElement
  if (!active || !node.contains(active)) return undefined
  const input = card.getAllInputs(true).find((each) => control(each) === active)
  const [from, to] = 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : [null, null]
  if (input) return { input: input.id, from, to }
  return active.id ? { id: active.id, from: null, to: null } : undefined
}
