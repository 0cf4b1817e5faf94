import { find, h } from './dom.js'
import { words } from './words.js'

/** An answer to this tab only: nothing of it is on anybody else's page. */
export function drawNote(note, { onCommand, onPress }) {
  const close = h('button', { type: 'button', class: 'close', 'aria-label': words.dismiss }, '✕')
  const mark = { ok: '✓', info: 'i', refused: '✕' }[note.tone]
  const [first, ...more] = note.title.split('\n')
  const element = h(
    'section',
    { class: `note ${note.tone}`, 'aria-label': words.answer },
    h('p', { class: 'only' }, words.onlyVisible),
    h('h3', {}, h('span', { class: 'mark', 'aria-hidden': 'true' }, mark), ' ', first),
    more.map((line) => h('p', {}, line)),
    note.body.map((piece) => drawPiece(piece, { onCommand, onPress })),
    note.file && h('p', {}, saveLink(note.file)),
    close,
  )
  close.addEventListener('click', () => {
    element.remove()
    find('command').focus()
  })
  // What was recorded stands in the thread as well; a refusal stands nowhere else, and stays until it is dismissed.
  if (note.tone === 'ok') setTimeout(() => element.contains(document.activeElement) || element.remove(), 20_000)
  say(note)
  return element
}

/** Refusals interrupt a screen reader; the rest waits its turn. */
function say(note) {
  if (note.tone === 'refused') find('alarm').textContent = note.title
  else announce(note.title)
}

export function announce(text) {
  const news = find('news')
  news.append(h('p', {}, text))
  while (news.childElementCount > 20) news.firstElementChild.remove()
}

function drawPiece(piece, { onCommand, onPress }) {
  switch (piece.type) {
    case 'text':
      return h('p', {}, piece.text)
    case 'heading':
      return h('h4', {}, piece.text)
    case 'code':
      return h('pre', { tabindex: '0' }, h('code', {}, piece.text))
    case 'rows':
      return h(
        'dl',
        {},
        piece.rows.map(({ name, value }) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
      )
    case 'press':
      return h('p', {}, h('button', { type: 'button', class: 'strong', onclick: () => onPress(piece.data) }, piece.label))
    case 'command':
      return h(
        'p',
        { class: 'offer' },
        h('button', { type: 'button', class: 'command', onclick: () => onCommand(piece.command) }, piece.command),
        ` ${piece.does}`,
      )
  }
  return h('p', {}, words.pageTooOld)
}

function saveLink({ name, text }) {
  return h('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/jsonl' })), download: name }, words.save(name))
}
