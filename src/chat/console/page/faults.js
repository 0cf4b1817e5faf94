import { control } from './card-state.js'
import { h } from './dom.js'

/** Says under each field what is wrong with it, and goes to the first. A fault goes away when its field is changed. */
export function showFaults(card, fields) {
  card.element.querySelectorAll('.fault').forEach((old) => old.remove())
  card.element.querySelectorAll('[aria-invalid]').forEach((old) => old.removeAttribute('aria-invalid'))
  let first
  for (const [name, sentence] of Object.entries(fields)) {
    const field = control(card.input(`answer.${name}`))
    if (!field) continue
    const fault = h('p', { class: 'fault', id: `${field.id}-fault` }, sentence)
    ;(field.closest('.ac-input-container') ?? field).after(fault)
    field.setAttribute('aria-invalid', 'true')
    field.setAttribute('aria-describedby', fault.id)
    field.addEventListener(
      'input',
      () => {
        fault.remove()
        field.removeAttribute('aria-invalid')
        field.removeAttribute('aria-describedby')
      },
      { once: true },
    )
    first ??= field
  }
  first?.focus()
}
