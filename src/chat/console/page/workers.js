import { get } from './api.js'
import { day, find, h } from './dom.js'
import { words } from './words.js'

const LOOK_EVERY_MS = 5000
const MARKS = { connected: '●', leaving: '◐', silent: '○', 'never-seen': '○' }

/** Who lives, who was chosen for what, and what has nobody: looked at as long as somebody sees the page. */
export function keepWorkers() {
  const look = () => (document.hidden ? undefined : get('/api/workers').then(draw, () => {}))
  void look()
  setInterval(look, LOOK_EVERY_MS)
}

function draw({ workers, waiting }) {
  const items = [...workers.map(drawWorker), ...waiting.map(drawWaiting)]
  find('workers').replaceChildren(...(items.length === 0 ? [h('li', { class: 'worker quiet' }, words.noWorker)] : items))
}

function drawWorker({ worker, site, state, since, orders, aheadMs }) {
  const stands = since === undefined ? words.ofSite(site) : words.since({ site, state, at: day(since) })
  return h(
    'li',
    { class: `worker ${state}` },
    h(
      'span',
      { class: 'entry-head' },
      h('strong', {}, worker),
      h('span', { class: 'state' }, `${MARKS[state]} ${words.workerState[state]}`),
    ),
    h('span', { class: 'quiet' }, stands),
    h('span', { class: 'quiet' }, words.isAt(orders)),
    aheadMs === undefined ? undefined : h('span', { class: 'wrong' }, words.clockApart(aheadMs)),
  )
}

function drawWaiting({ site, order, since }) {
  return h('li', { class: 'worker waits' }, words.waitsForWorker({ site, order, at: day(since) }))
}
