import { get, post } from './api.js'
import { find, h } from './dom.js'
import { words } from './words.js'

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
  const text = words.broken(titles)
  find('standing').hidden = titles.length === 0
  if (find('standing-words').textContent !== text) find('standing-words').textContent = text
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
    said.textContent = wish.do === 'reset' ? words.resetting : ''
    const answer = await post('/api/practice', wish).catch((cause) => ({ mishaps: [], said: cause.message }))
    for (const button of buttons()) button.disabled = false
    show(answer)
  }
  const look = () => get('/api/practice').then(show, (cause) => (said.textContent = cause.message))

  dialog.replaceChildren(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'practice-title' }, words.practice),
      h('form', { method: 'dialog' }, h('button', { class: 'plain' }, words.close)),
    ),
    h('p', { class: 'quiet' }, words.practiceMeans),
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
    h('h3', {}, words.reset),
    h('p', {}, words.resetMeans),
    h('button', { type: 'button', onclick: () => ask({ do: 'reset' }) }, words.resetIt),
  )
}

function drawMishap({ id, title, does, see, away, begins, ends }, ask) {
  const state = h('span', { class: 'badge' }, words.standsNow)
  const begin = h('button', { type: 'button', onclick: () => ask({ do: 'begin', mishap: id }) }, begins)
  const end = h('button', { type: 'button', class: 'strong', onclick: () => ask({ do: 'end', mishap: id }) }, ends ?? '')
  const element = h(
    'article',
    { 'aria-label': title },
    h('h3', {}, title, ' ', state),
    h('p', {}, does),
    h('p', {}, h('strong', {}, `${words.youSee} `), see),
    h('p', {}, h('strong', {}, `${words.wayBack} `), away),
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
