import { post } from './api.js'
import { control } from './card-state.js'
import { h } from './dom.js'
import { words } from './words.js'

/**
 * Gives the fields of a run's form the lists that the estate is asked for: `lists` are the fields that have one, each with those that must be
 * answered before. What is typed is taken whether it is in the list or not.
 */
export class Choices {
  constructor(card, person) {
    this.card = card
    this.person = person
    /** By field: the element and what was asked last, so that the same is not asked twice. */
    this.asked = new Map()
  }

  update(lists) {
    for (const [name, needs] of Object.entries(lists)) {
      const field = control(this.card.input(`answer.${name}`))
      if (!field) continue
      this.ask(name, field)
      for (const need of needs) {
        const other = control(this.card.input(`answer.${need}`))
        if (!other || other.dataset.leadsTo?.split(' ').includes(name)) continue
        other.dataset.leadsTo = `${other.dataset.leadsTo ?? ''} ${name}`.trim()
        other.addEventListener('change', () => this.ask(name, control(this.card.input(`answer.${name}`))))
      }
    }
  }

  async ask(name, field) {
    if (!field) return
    const answers = this.card.answers()
    delete answers[name]
    const question = { as: this.person(), run: this.card.run, name, answers }
    const key = JSON.stringify(question)
    const before = this.asked.get(name)
    if (before?.key === key && before.field === field) return
    this.asked.set(name, { key, field })
    show(field, { choices: [], says: words.looking })
    const offered = await post('/api/choices', question).catch((cause) => ({ choices: [], says: cause.message }))
    // Another question has taken its place meanwhile, or the card was drawn again.
    if (this.asked.get(name)?.key === key && field.isConnected) show(field, offered)
  }
}

function show(field, { choices, says }) {
  const id = `${field.id}-choices`
  const place = field.closest('.ac-input-container') ?? field
  for (const old of [...document.querySelectorAll('.choices, .offered')]) if (old.dataset.of === field.id) old.remove()
  const list = h(
    'datalist',
    { class: 'choices', id, 'data-of': field.id },
    choices.map(({ title, value }) => h('option', { value }, title === value ? '' : title)),
  )
  place.after(
    list,
    says === ''
      ? h('span', { hidden: true, class: 'offered', 'data-of': field.id })
      : h('p', { class: 'offered', 'data-of': field.id }, says),
  )
  if (choices.length > 0) field.setAttribute('list', id)
  else field.removeAttribute('list')
}
