import { find, h } from './dom.js'
import { words } from './words.js'

const COMMANDS = ['help', 'list', 'runs', 'status', 'plan', 'audit', 'show', 'mirror', 'cancel', 'whoami']

/** As in the style sheets. */
const NARROW = matchMedia('(max-width: 760px)')

/** Who speaks in this tab, and the line they type. */
export class Composer {
  constructor(start, { onSend, onPerson }) {
    this.start = start
    this.sent = []
    this.at = 0
    const { practice, people, procedures } = start
    find('nobody').hidden = practice
    for (const part of ['as', 'command', 'begin', 'send']) find(part).disabled = !practice
    document.querySelector('.speak').hidden = !practice
    document.querySelector('.line').hidden = !practice
    find('as').append(...people.map(({ id }) => h('option', { value: id })))
    this.nameAll()
    NARROW.addEventListener('change', () => this.nameAll())
    const wanted = new URLSearchParams(location.hash.slice(1)).get('as') ?? sessionStorage.getItem('as')
    if (people.some(({ id }) => id === wanted)) find('as').value = wanted
    find('as').addEventListener('change', () => {
      sessionStorage.setItem('as', this.person)
      onPerson()
    })
    find('known').append(
      ...procedures.flatMap(({ command }) => [command, `${command} --rehearse`]).map((value) => h('option', { value })),
      ...COMMANDS.map((word) => h('option', { value: `/countersign ${word}` })),
    )
    find('command').addEventListener('keydown', (event) => this.recall(event))
    find('begin').addEventListener('click', () => this.choose(onSend))
    find('composer').addEventListener('submit', async (event) => {
      event.preventDefault()
      const text = find('command').value.trim()
      if (!text || find('send').disabled) return
      find('send').disabled = true
      this.sent.push(text)
      this.at = this.sent.length
      try {
        find('command').value = ''
        await onSend(text)
      } finally {
        find('send').disabled = false
      }
    })
  }

  /** Groups where there is room: on a phone a name that is whole tells more than both cut short. */
  nameAll() {
    this.start.people.forEach(({ name, groups }, index) => {
      find('as').options[index].textContent = groups.length > 0 && !NARROW.matches ? `${name} · ${groups.join(', ')}` : name
    })
  }

  get person() {
    return find('as').value
  }

  fill(command) {
    find('command').value = command
    find('command').focus()
  }

  /** Up and down walk through what was typed before, as in a shell. */
  recall(event) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    if (this.sent.length === 0) return
    event.preventDefault()
    this.at = Math.min(this.sent.length, Math.max(0, this.at + (event.key === 'ArrowUp' ? -1 : 1)))
    find('command').value = this.sent[this.at] ?? ''
  }

  choose(onSend) {
    const dialog = find('chooser')
    const groups = this.start.people.find(({ id }) => id === this.person)?.groups ?? []
    const begin = (text) => {
      dialog.close()
      void onSend(text)
    }
    dialog.replaceChildren(
      h('h2', { id: 'chooser-title' }, words.startAProcedure),
      ...this.start.procedures.flatMap(({ verb, command, title, start }, index, all) => {
        const may = start.some((group) => groups.includes(group))
        const article = h(
          'article',
          {},
          h('h4', {}, title),
          h('p', { class: 'quiet' }, h('code', {}, command), may ? '' : ` · ${words.mayNotStart(start)}`),
          h('button', { type: 'button', class: 'strong', disabled: !may, onclick: () => begin(command) }, words.start),
          h('button', { type: 'button', disabled: !may, onclick: () => begin(`${command} --rehearse`) }, words.rehearse),
          h('button', { type: 'button', class: 'plain', onclick: () => begin(`/countersign show ${command.slice(1)}`) }, words.read),
        )
        return verb === all[index - 1]?.verb ? [article] : [h('h3', {}, verb), article]
      }),
      h('form', { method: 'dialog' }, h('button', { class: 'plain' }, words.close)),
    )
    dialog.showModal()
  }
}
