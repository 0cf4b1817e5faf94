import { get } from './api.js'
import { clock, day, find, h, withCode } from './dom.js'
import { headOf } from './run-item.js'
import { mark } from './runs.js'
import { drawTimeline } from './run-timeline.js'
import { words } from './words.js'

/** A run's timeline and audit log, as they are now. */
export async function openDetails(run) {
  const dialog = find('details')
  try {
    const [details, rows] = await Promise.all([get(`/api/runs/${run}`), get(`/api/runs/${run}/log`)])
    const { shown } = details
    const entries = rows.filter(({ kind }) => kind === 'entry').length
    dialog.dataset.tone = shown.tone
    fill(
      dialog,
      `${run} · ${mark(shown.tone)} ${shown.state}`,
      h('p', { class: 'quiet' }, `${shown.title} · ${shown.requester.name} · ${day(details.startedAt)}`),
      h('h3', {}, words.timeline),
      drawTimeline(details),
      h('h3', {}, words.thread),
      h(
        'ol',
        { class: 'thread' },
        details.lines.map((line) =>
          h(
            'li',
            { class: 'line' },
            h('time', { datetime: line.at, title: day(line.at) }, clock(line.at)),
            h('span', {}, line.text, headOf(line)),
          ),
        ),
      ),
      h('h3', {}, words.entries(entries)),
      h(
        'p',
        {},
        h('a', { href: `/api/runs/${run}/log?as=file`, download: `${run}.jsonl`, class: 'button' }, words.download(`${run}.jsonl`)),
        ' ',
        withCode(words.verify(`countersign audit verify ${run}.jsonl --keys keys.json`)),
      ),
      drawLog(rows),
    )
  } catch (cause) {
    fill(dialog, run, h('p', {}, cause.message))
  }
}

export async function openAllRuns(onChoose) {
  const dialog = find('details')
  delete dialog.dataset.tone
  try {
    const runs = await get('/api/runs')
    const choose = (run) => {
      dialog.close()
      onChoose(run)
    }
    const list = h(
      'ul',
      { class: 'all-runs' },
      runs.map((run) => drawRun(run, choose)),
    )
    // What is active, or was not seen to its end, is listed however old it is.
    let last = runs.findLast(({ endedAt, untold }) => endedAt && !untold)?.run
    const more = h('button', { type: 'button', class: 'plain', onclick: () => void showMore() }, words.moreRuns)
    const showMore = async () => {
      more.disabled = true
      const older = await get(`/api/runs?before=${last}`).catch(() => undefined)
      more.disabled = false
      if (older === undefined) return
      list.append(...older.map((run) => drawRun(run, choose)))
      last = older.at(-1)?.run ?? last
      more.hidden = older.length === 0
    }
    fill(dialog, words.frame.allRuns, ...(runs.length === 0 ? [h('p', {}, words.noRun)] : [list, last === undefined ? undefined : more]))
  } catch (cause) {
    fill(dialog, words.frame.allRuns, h('p', {}, cause.message))
  }
}

function drawRun(run, choose) {
  return h(
    'li',
    {},
    h('button', { type: 'button', class: 'plain', onclick: () => choose(run.run) }, run.run),
    ` ${mark(run.tone)} ${run.state} · ${run.title} · ${run.requester.name}, ${day(run.startedAt)} · ${run.conversation.platform}`,
  )
}

function fill(dialog, title, ...content) {
  dialog.replaceChildren(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id: 'details-title' }, title),
      h('form', { method: 'dialog' }, h('button', { class: 'plain' }, words.close)),
    ),
    ...content.filter((each) => each !== undefined),
  )
  if (!dialog.open) dialog.showModal()
}

function drawLog(rows) {
  const { columns } = words
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.log },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          [columns.entry, columns.time, columns.who, columns.asked, columns.decided, columns.hash].map((name) =>
            h('th', { scope: 'col' }, name),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(({ kind, seq, at, who, what, events, hash }) =>
          h(
            'tr',
            { class: kind },
            h('td', {}, kind === 'head' ? '◆' : String(seq)),
            h('td', {}, day(at).slice(11)),
            h('td', {}, who),
            h('td', {}, what),
            h(
              'td',
              {},
              events.map((event) => h('div', {}, event)),
            ),
            h('td', {}, h('code', { title: hash }, hash.slice(0, 12))),
          ),
        ),
      ),
    ),
  )
}
