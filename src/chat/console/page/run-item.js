import { RunCard } from './card.js'
import { Choices } from './choices.js'
import { clock, day, h } from './dom.js'
import { words } from './words.js'

/** How many of the newest lines of a thread are shown unasked. */
const SHOWN = 8

/** One run in the channel: who typed it, its live card, the append-only thread. */
export class RunItem {
  constructor(message, { onPress, onDetails, person }) {
    this.lines = new Map()
    this.all = false
    this.card = new RunCard(message.run, (data, at) => onPress(this, data, at))
    this.choices = new Choices(this.card, person)
    this.thread = h('ol', { class: 'thread', 'aria-label': words.threadOf(message.run) })
    this.more = h('button', { type: 'button', class: 'plain more', hidden: true, onclick: () => this.showAll() })
    this.answers = h('div', { class: 'answers' })
    this.typed = h('code', {})
    this.shownIn = h('p', { class: 'shown-in', hidden: true })
    this.mine = h('p', { class: 'mine-now', hidden: true })
    const { requester, startedAt, run } = message
    this.element = h(
      'li',
      { class: 'run', id: `run-${run}` },
      h('div', { class: `face face-${hue(requester.id)}`, 'aria-hidden': 'true' }, initials(requester.name)),
      h(
        'div',
        { class: 'message' },
        h(
          'p',
          { class: 'who' },
          h('strong', {}, requester.name),
          h('time', { datetime: startedAt, title: day(startedAt) }, `${clock(startedAt)} UTC`),
        ),
        h('p', { class: 'typed' }, this.typed),
        this.shownIn,
        this.mine,
        this.card.element,
        this.answers,
        h(
          'div',
          { class: 'thread-box' },
          h(
            'div',
            { class: 'thread-head' },
            h('span', {}, words.threadOf(run)),
            h('button', { type: 'button', class: 'plain', onclick: () => onDetails(run) }, words.details),
          ),
          this.more,
          this.thread,
        ),
      ),
    )
  }

  update(message) {
    this.message = message
    this.element.dataset.tone = message.tone
    this.card.element.setAttribute('aria-label', words.cardOf(message.run, message.state))
    this.card.element.setAttribute('role', 'group')
    // Cards and lines speak the conversation's language, the page around them its reader's.
    this.card.element.lang = message.language
    this.thread.lang = message.language
    this.card.update(message.card)
    this.choices.update(message.lists ?? {})
    this.typed.textContent = message.typed
    this.shownIn.textContent = message.shownIn ?? ''
    this.shownIn.hidden = message.shownIn === undefined
    this.mine.textContent = message.mine?.text ?? ''
    this.mine.hidden = message.mine === undefined
    this.mine.classList.toggle('urgent', message.mine?.urgent === true)
    this.tick()
  }

  /** Appends; a line that is there already is never drawn again. True when it is new. */
  add(line) {
    if (this.lines.has(line.n)) return false
    const element = h(
      'li',
      { class: `line${line.only ? ' mine' : ''}${line.standsOut ? ' stands-out' : ''}`, 'data-n': String(line.n) },
      h('time', { datetime: line.at, title: day(line.at) }, clock(line.at)),
      h('span', {}, line.only ? words.onlyToYou(line.text) : line.text, headOf(line)),
    )
    const after = [...this.lines.keys()].filter((n) => n > line.n)
    this.thread.insertBefore(element, after.length > 0 ? this.lines.get(Math.min(...after)) : null)
    this.lines.set(line.n, element)
    this.fold()
    return true
  }

  /** The card is the same for everybody and for as long as it stands; only here is it known what time it is. */
  tick() {
    const { until } = this.message
    const line = until === undefined ? undefined : this.card.element.querySelector('[id$=".until"]')
    if (line) line.dataset.left = ` · ${words.left(Date.parse(until) - Date.now())}`
  }

  showAll() {
    this.all = true
    this.fold()
    this.thread.firstElementChild?.setAttribute('tabindex', '-1')
    this.thread.firstElementChild?.focus()
  }

  fold() {
    const lines = [...this.thread.children]
    const hidden = this.all ? 0 : Math.max(0, lines.length - SHOWN)
    lines.forEach((line, index) => line.toggleAttribute('hidden', index < hidden))
    this.more.toggleAttribute('hidden', hidden === 0)
    this.more.textContent = words.earlier(hidden)
  }
}

/** For auditors, and out of the way of everybody else. */
export function headOf({ head }) {
  return head === undefined ? undefined : h('details', { class: 'head' }, h('summary', {}, words.signedHead), h('code', {}, head))
}

export function initials(name) {
  const parts = name.trim().split(/\s+/)
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : name.slice(0, 2)).toUpperCase()
}

/** One of six colours, the same for the same person. */
function hue(id) {
  let sum = 0
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) % 6
  return sum
}
