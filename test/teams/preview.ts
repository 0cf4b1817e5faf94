/** A page with a channel or a chat and what stands in it, so that people can look at it: cards are drawn by Microsoft's renderer, the rest by us. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { literally } from '../slack/preview-blocks.ts'
import { ROOT } from '../practice/write-configuration.ts'

export interface Picture {
  /** The name of the channel or the chat. */
  place: string
  /** Who looks; nothing for what everybody sees. */
  seenBy?: string
  posts: Post[]
  width: 'desktop' | 'phone'
}

export interface Post extends Said {
  /** The newest of the thread; `replies` counts all. */
  thread?: Said[]
  replies?: number
  /** What one person alone sees, in their chat with the bot. */
  alone?: boolean
}

export interface Said {
  /** A person's name; the bot where nothing is said. */
  from?: string
  text?: string
  card?: object
}

const SAYS =
  'Drawn by Countersign’s own preview from the messages that were posted to a stand-in of Teams; cards by Microsoft’s renderer. Not a picture of Teams.'
const CSS = readFileSync(join(import.meta.dirname, 'preview.css'), 'utf8')
const RENDERER = readFileSync(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8')
const DRAW = `
  registerProgressBar()
  for (const place of document.querySelectorAll('.card')) {
    const card = new AdaptiveCards.AdaptiveCard()
    card.hostConfig = hostConfig()
    card.parse(JSON.parse(place.querySelector('script').textContent))
    place.append(card.render())
  }`

export function teamsPage({ place, seenBy, posts, width }: Picture): string {
  const seen = seenBy === undefined ? '' : ` <span class="context">as ${literally(seenBy)} sees it</span>`
  return `<!doctype html><meta charset="utf-8"><style>${CSS}</style>
    <div id="picture" class="${width}"><header><b>${literally(place)}</b>${seen}</header>${posts.map(post).join('')}<div class="says">${SAYS}</div></div>
    <script>${RENDERER}</script><script>${consoleScript('host-config.js')}
    const words = { progress: 'Progress' };${consoleScript('progress-bar.js')}${DRAW}</script>`
}

/** A part of the console's page, which is written as modules: here it stands in a plain script. */
function consoleScript(name: string): string {
  const text = readFileSync(join(ROOT, 'src', 'chat', 'console', 'page', name), 'utf8')
  return text.replace(/^import .*$/gm, '').replace(/^export /gm, '')
}

function post({ thread = [], replies = thread.length, alone = false, ...said }: Post): string {
  const more = replies > thread.length ? `<div class="more">${replies - thread.length} more replies</div>` : ''
  const below = thread.length === 0 ? '' : `<div class="replies">${more}${thread.map((each) => article(each)).join('')}</div>`
  const only = alone ? '<div class="context">Chat with this person alone</div>' : ''
  return `<section class="post ${alone ? 'private' : ''}">${article(said, only)}${below}</section>`
}

function article({ from, text, card }: Said, before = ''): string {
  const face = `<span class="face ${from === undefined ? 'app' : ''}">${literally(initials(from ?? 'C'))}</span>`
  const said = text === undefined ? '' : `<div class="said">${literally(text)}</div>`
  const drawn = card === undefined ? '' : `<div class="card"><script type="application/json">${asScript(card)}</script></div>`
  return `<article>${face}<div><b>${literally(from ?? 'Countersign')}</b>${before}${said}${drawn}</div></article>`
}

/** Nothing that was typed can end the script that it stands in. */
function asScript(card: object): string {
  return JSON.stringify(card).replaceAll('<', '\\u003c')
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
}
