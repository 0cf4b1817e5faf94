import { act, get, renewSecret } from './api.js'
import { control } from './card-state.js'
import { Composer } from './composer.js'
import { openAllRuns, openDetails } from './details.js'
import { find } from './dom.js'
import { announce, drawNote } from './notes.js'
import { showFaults } from './faults.js'
import { keepStanding, openPractice } from './practice.js'
import { registerProgressBar } from './progress-bar.js'
import { RunItem } from './run-item.js'
import { RunList } from './runs.js'
import { follow } from './stream.js'
import { keepWorkers } from './workers.js'
import { words } from './words.js'

// The key in the address has been exchanged: it need not stand there, nor in what is copied or printed.
if (location.search !== '') history.replaceState(null, '', location.pathname + location.hash)

registerProgressBar()
const items = new Map()
const list = new RunList(goTo)
/** A run that this tab began: its form gets the focus as soon as it is drawn. */
let begun
let quiet = true

const start = await get('/api/start').catch((cause) => {
  find('link').textContent = cause.message
  throw cause
})
const composer = new Composer(start, { onSend: type, onPerson: beginAgain })
find('installation').textContent = start.installation
find('badge').hidden = !start.practice
find('badge').textContent = words.practiceEstate
find('practise').hidden = !start.control
for (const button of ['practise', 'mend']) find(button).addEventListener('click', openPractice)
if (start.control) keepStanding()
keepWorkers()
find('older').addEventListener('click', () => openAllRuns(goTo))
let stop = () => {}
connect()

function connect() {
  stop()
  stop = follow(composer.person, {
    onAgain: renewSecret,
    onRun: takeRun,
    onLine: takeLine,
    onReady: ready,
    onLink: showLink,
    onTrouble: showTrouble,
  })
}

/** Another person speaks: lines for the one before must go. */
function beginAgain() {
  quiet = true
  items.clear()
  list.clear()
  find('timeline').replaceChildren()
  find('answers').replaceChildren()
  connect()
}

function takeRun(message) {
  let item = items.get(message.run)
  const state = item?.message?.state
  const mine = item?.message?.mine?.text
  if (!item) {
    item = new RunItem(message, { onPress: press, onDetails: openDetails, person: () => composer.person })
    items.set(message.run, item)
    stay(() => find('timeline').append(item.element))
  }
  stay(() => item.update(message))
  list.update(message)
  find('empty').hidden = true
  if (!quiet && state !== message.state) announce(words.nowIs(message.run, message.state))
  // Whoever is called is told at once, also by a screen reader; also where the page was opened after the call.
  if (message.mine && message.mine.text !== mine) {
    if (!quiet && atEnd() && !isTyping()) showCard(item)
    if (message.mine.urgent) find('alarm').textContent = message.mine.text
    else if (!quiet) announce(message.mine.text)
  }
  const urgent = [...items.values()].filter(({ message: each }) => each.tone === 'waiting' || each.tone === 'attention').length
  document.title = urgent > 0 ? `(${urgent}) Countersign` : 'Countersign'
  if (begun === message.run) focusForm(item)
}

function takeLine(line) {
  const item = items.get(line.run)
  let fresh = false
  stay(() => (fresh = item?.add(line) ?? false))
  if (fresh && !quiet) announce(`${line.run}: ${line.text}`)
}

function ready() {
  quiet = false
  const first = waitsForMe()
  if (first) showCard(first)
  else toTheEnd()
}

/** Who opens the page at 03:00 opens it for this: what they are called to, then what waits for them, then what needs anybody. */
function waitsForMe() {
  const all = [...items.values()]
  return (
    all.find(({ message }) => message.mine?.urgent) ??
    all.find(({ message }) => message.mine) ??
    all.findLast(({ message }) => message.tone === 'attention') ??
    all.findLast(({ message }) => !message.over)
  )
}

function showCard(item) {
  item.card.element.scrollIntoView({ block: 'start' })
}

function toTheEnd() {
  const channel = find('channel')
  channel.scrollTop = channel.scrollHeight
}

setInterval(() => items.forEach((item) => item.tick()), 10_000)

function showTrouble({ text }) {
  find('trouble').textContent = text
  find('trouble').hidden = text === ''
}

function showLink(up) {
  find('link').textContent = up ? words.live : words.connectionLost
  find('link').classList.toggle('down', !up)
}

async function type(text) {
  await tell(find('answers'), { type: 'typed', text }, (reply) => {
    if (reply.note.tone === 'ok' && reply.run) begun = reply.run
    const item = items.get(begun)
    if (item) focusForm(item)
  })
  toTheEnd()
}

async function press(item, data, { card }) {
  await tell(item.answers, { type: 'pressed', data }, (reply) => {
    showFaults(item.card, reply.fields ?? {})
    if (reply.note.tone !== 'ok') return
    for (const open of item.element.querySelectorAll('.card [aria-expanded="true"]')) open.click()
    for (const input of card.getAllInputs(true)) {
      const field = control(input)
      if (field && input.id.endsWith('.reason')) field.value = ''
    }
  })
}

/** The answer replaces the one before it at the same place: only the newest matters. */
async function tell(place, action, then) {
  const reply = await act(composer.person, action).catch((cause) => ({ note: { tone: 'refused', title: cause.message, body: [] } }))
  place.replaceChildren(
    drawNote(reply.note, {
      onCommand: (command) => composer.fill(command),
      // Pressed twice it is one deed: the first press takes the question away.
      onPress: (data) => {
        place.replaceChildren()
        void tell(place, { type: 'pressed', data }, () => {})
      },
    }),
  )
  then(reply)
  place.scrollIntoView({ block: 'nearest' })
}

function focusForm(item) {
  const fields = [...item.element.querySelectorAll('[data-section="form"] :is(input, select, textarea)')]
  // What stands there already is right as a rule: the first thing to do is what is empty.
  const input = fields.find(({ value }) => value === '') ?? fields[0]
  if (!input) return
  begun = undefined
  input.focus({ preventScroll: true })
  item.element.scrollIntoView({ block: 'start' })
}

function goTo(run) {
  const item = items.get(run)
  if (!item) return openDetails(run)
  item.element.scrollIntoView({ block: 'start' })
  item.card.element.focus({ preventScroll: true })
}

/** Whoever reads the end of the channel stays at its end; whoever reads further up is not moved. */
function stay(change) {
  const stays = atEnd()
  change()
  if (stays) toTheEnd()
}

function atEnd() {
  const channel = find('channel')
  return channel.scrollHeight - channel.scrollTop - channel.clientHeight < 60
}

function isTyping() {
  return document.activeElement?.matches('#command, .card input, .card textarea, .card select') ?? false
}
