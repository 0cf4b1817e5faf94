import { clock, h } from './dom.js'
import { words } from './words.js'

/** One bar a step, over the time of the whole run: where it went is seen at a glance, and written beside it. */
export function drawTimeline({ steps, startedAt, endedAt, waits }) {
  const from = Date.parse(startedAt)
  const to = Math.max(from + 1000, endedAt ? Date.parse(endedAt) : Date.now())
  const share = (at) => (100 * (Math.min(to, Math.max(from, at)) - from)) / (to - from)
  return h(
    'div',
    { class: 'gantt' },
    h('p', { class: 'quiet' }, words.waits({ all: to - from, people: waits.peopleMs, machines: waits.machinesMs })),
    h(
      'ol',
      {},
      steps.map((step) => {
        const began = step.beganAt ? Date.parse(step.beganAt) : undefined
        const ended = step.endedAt ? Date.parse(step.endedAt) : to
        const bar = h('span', { class: `gantt-bar ${step.state}` })
        if (began !== undefined) {
          bar.style.marginLeft = `${share(began)}%`
          bar.style.width = `${Math.max(0.5, share(ended) - share(began))}%`
        }
        const state = words.stepState[step.state]
        const when = began === undefined ? state : `${clock(step.beganAt)} · ${words.span(ended - began)} · ${state}`
        return h(
          'li',
          {},
          h(
            'span',
            { class: 'gantt-name' },
            `${step.number}. ${step.title}`,
            step.oneWay ? h('b', { class: 'one-way' }, ` ⇥ ${words.noWayBack}`) : '',
          ),
          h('span', { class: 'gantt-track', 'aria-hidden': 'true' }, began === undefined ? '' : bar),
          h('span', { class: 'gantt-when' }, when),
        )
      }),
    ),
  )
}
