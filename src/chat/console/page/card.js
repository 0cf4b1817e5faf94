import { hostConfig } from './host-config.js'
import { actionIds, keepState } from './card-state.js'

/**
 * One run's live card. Each section of the card's body is drawn by itself, and drawn again only when its JSON changed: typed text,
 * focus and open panels of the others are not touched, and those of a redrawn one are carried over.
 */
export class RunCard {
  constructor(run, onPress) {
    this.run = run
    this.onPress = onPress
    this.sections = new Map()
    this.element = document.createElement('div')
    this.element.className = 'card'
    this.element.tabIndex = -1
  }

  update(card) {
    const had = this.element.contains(document.activeElement)
    const wanted = new Set(card.body.map(({ id }) => id))
    for (const [id, { node }] of this.sections) {
      if (wanted.has(id)) continue
      node.remove()
      this.sections.delete(id)
    }
    let before = null
    for (const section of card.body.toReversed()) {
      const node = this.section(section)
      if (node.parentNode !== this.element || node.nextSibling !== before) this.element.insertBefore(node, before)
      before = node
    }
    // A section with the focus is gone: the reader stays at this card instead of falling to the top of the page.
    if (had && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true })
  }

  section(section) {
    const json = JSON.stringify(section)
    const old = this.sections.get(section.id)
    if (old?.json === json) return old.node
    const card = new AdaptiveCards.AdaptiveCard()
    card.hostConfig = hostConfig()
    card.onExecuteAction = (action) => this.press(card, action)
    // What a button asks before it counts is of no use below the screen.
    card.onInlineCardExpanded = (action, open) => open && action.card?.renderedElement?.scrollIntoView({ block: 'nearest' })
    const body = named(section, this.run)
    card.parse({ type: 'AdaptiveCard', version: '1.5', body: [body] })
    const node = card.render()
    node.dataset.section = section.id
    // The focus of a section is drawn by its parts.
    node.removeAttribute('tabindex')
    if (old) {
      const restore = keepState(old)
      old.node.replaceWith(node)
      restore(card)
    }
    this.sections.set(section.id, { json, node, card, actions: actionIds(body) })
    return node
  }

  async press(card, action) {
    const button = action.renderedElement
    if (button?.getAttribute('aria-busy') === 'true') return
    button?.setAttribute('aria-busy', 'true')
    try {
      const data = Object.fromEntries(Object.entries(action.data ?? {}).map(([name, value]) => [withoutRun(name, this.run), value]))
      await this.onPress(data, { button, card, node: this.element })
    } finally {
      button?.removeAttribute('aria-busy')
    }
  }

  /** What stands in the fields of the form, by parameter. */
  answers() {
    const prefix = `${this.run}.answer.`
    const inputs = [...this.sections.values()].flatMap(({ card }) => card.getAllInputs(true))
    return Object.fromEntries(
      inputs.filter(({ id }) => id?.startsWith(prefix)).map((input) => [input.id.slice(prefix.length), String(input.value ?? '')]),
    )
  }

  /** The input of this name, wherever it stands now. */
  input(name) {
    for (const { card } of this.sections.values()) {
      const input = card.getAllInputs(true).find(({ id }) => id === `${this.run}.${name}`)
      if (input) return input
    }
    return undefined
  }
}

/** Ids must be unique in the page, and there are many cards on it. */
function named(value, run) {
  if (Array.isArray(value)) return value.map((each) => named(each, run))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'id' ? `${run}.${each}` : key === 'data' ? each : named(each, run)]),
  )
}

function withoutRun(name, run) {
  return name.startsWith(`${run}.`) ? name.slice(run.length + 1) : name
}
