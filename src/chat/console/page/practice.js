import { get, post } from './api.js'
import { find, h } from './dom.js'

const LOOK_EVERY_MS = 2000
const STANDING_EVERY_MS = 5000

/** What is broken now stands on the page, whoever broke it: nobody should look for a fault in a run that is one of practice. */
export function keepStanding() {
  const look = () =>
    document.hidden
      ? undefined
      : get('/api/practice').then(
          ({ mishaps }) => sayStanding(mishaps),
          () => {},
        )
  void look()
  setInterval(look, STANDING_EVERY_MS)
}

function sayStanding(mishaps) {
  const titles = mishaps.filter(({ on }) => on).map(({ title }) => title)
  const words = `Broken on purpose: ${titles.join(' · ')}`
  find('standing').hidden = titles.length === 0
  if (find('standing-words').textContent !== words) find('standing-words').textContent = words
}

/** What can go wrong on the practice estate, and the way back: for everybody at this console, outside every run. */
export function openPractice() {
  const dialog = find('practice')
  const said = h('p', { class: 'said', role: 'status' })
  const list = h('div', {})
  const shown = new Map()
  const buttons = () => dialog.querySelectorAll('article button')

  const show = ({ mishaps, said: sentence }) => {
    sayStanding(mishaps)
    if (sentence) said.textContent = sentence
    for (const mishap of mishaps) {
      if (!shown.has(mishap.id)) {
        shown.set(mishap.id, drawMishap(mishap, ask))
        list.append(shown.get(mishap.id).element)
      }
      shown.get(mishap.id).update(mishap)
    }
  }
  const ask = async (wish) => {
    for (const button of buttons()) button.disabled = true
    said.textContent = wish.do === 'reset' ? 'The active runs are ended, then the estate is made as new…' : ''
    const answer = await post('/api/practice', wish).catch((cause) => ({ mishaps: [], said: cause.message }))
    for (const button of buttons()) button.disabled = false
    show(answer)
  }
  const look = () => get('/api/practice').then(show, (cause) => (said.textContent = cause.message))

  dialog.replaceChildren(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'practice-title' }, 'Practice'),
      h('form', { method: 'dialog' }, h('button', { class: 'plain' }, 'Close')),
    ),
    h('p', { class: 'quiet' }, 'What goes wrong here goes wrong on the practice estate itself. No run is told of it: it finds out.'),
    said,
    drawReset(ask),
    list,
  )
  dialog.showModal()
  void look()
  const looking = setInterval(look, LOOK_EVERY_MS)
  dialog.addEventListener('close', () => clearInterval(looking), { once: true })
}

function drawReset(ask) {
  return h(
    'article',
    {},
    h('h3', {}, 'Reset'),
    h(
      'p',
      {},
      'Everything is as new: mishaps are taken away, active runs are cancelled or aborted (their logs say so), and the estate is as it was on its first day.',
    ),
    h('button', { type: 'button', onclick: () => ask({ do: 'reset' }) }, 'Reset the estate'),
  )
}

function drawMishap({ id, title, does, see, away, begins, ends }, ask) {
  const state = h('span', { class: 'badge' }, 'stands now')
  const begin = h('button', { type: 'button', onclick: () => ask({ do: 'begin', mishap: id }) }, begins)
  const end = h('button', { type: 'button', class: 'strong', onclick: () => ask({ do: 'end', mishap: id }) }, ends ?? '')
  const element = h(
    'article',
    { 'aria-label': title },
    h('h3', {}, title, ' ', state),
    h('p', {}, does),
    h('p', {}, h('strong', {}, 'What you see: '), see),
    h('p', {}, h('strong', {}, 'The way back: '), away),
    begin,
    end,
  )
  return {
    element,
    update: ({ on }) => {
      state.hidden = !on
      begin.hidden = on
      end.hidden = !on
    },
  }
}
