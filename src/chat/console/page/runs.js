import { find, h } from './dom.js'

const MARKS = { asking: '?', waiting: '◔', working: '▶', attention: '▲', done: '✓', stopped: '■', rehearsal: '◇' }

/** The list at the side: what is shown in the channel, newest first. Items are kept, so that the focus is. */
export class RunList {
  constructor(onChoose) {
    this.onChoose = onChoose
    this.items = new Map()
  }

  clear() {
    this.items.clear()
    find('runs').replaceChildren()
  }

  update(message) {
    const { run, tone, state, title, percent } = message
    let item = this.items.get(run)
    if (!item) {
      const button = h('button', { type: 'button', onclick: () => this.onChoose(run) })
      item = { button, element: h('li', {}, button) }
      this.items.set(run, item)
      find('runs').prepend(item.element)
    }
    item.button.className = `entry ${tone}`
    item.button.replaceChildren(
      h(
        'span',
        { class: 'entry-head' },
        h('strong', {}, run),
        h('span', { class: 'state' }, `${MARKS[tone]} ${state}${percent === undefined ? '' : ` ${Math.round(percent)} %`}`),
      ),
      h('span', { class: 'entry-title' }, title),
    )
  }
}

export function mark(tone) {
  return MARKS[tone] ?? ''
}
