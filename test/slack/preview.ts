/** A page with a channel, a card in it and its thread, or with a form: what the bot posted, drawn so that people can look at it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawBlocks, inWords, literally } from './preview-blocks.ts'

type Blocks = readonly Record<string, unknown>[]

const CSS = readFileSync(join(import.meta.dirname, 'preview.css'), 'utf8')
const SAYS = 'Drawn by Countersign’s own preview from the blocks that were posted to a stand-in of Slack. Not a picture of Slack.'

export interface ChannelPicture {
  channel: string
  card: Blocks
  /** Texts of the thread's newest messages, as they were posted. */
  thread: readonly string[]
  /** Messages in the thread altogether. */
  replies: number
  /** What one person alone sees below the card. */
  ephemeral?: Blocks
}

export function channelPage({ channel, card, thread, replies, ephemeral }: ChannelPicture): string {
  const alone = ephemeral ? message(`<div class="context">Only visible to you</div>${drawBlocks(ephemeral)}`, 'alone') : ''
  const older = replies - thread.length
  return page(`
    <main class="channel">
      <header><b># ${literally(channel)}</b></header>
      ${message(`${drawBlocks(card)}<div class="replies">${replies} replies</div>`)}
      ${alone}
    </main>
    <aside class="thread">
      <header><b>Thread</b> <span class="context"># ${literally(channel)}</span></header>
      ${older > 0 ? `<div class="context older">${older} earlier messages</div>` : ''}
      ${message(thread.map((text) => `<div class="section">${inWords({ type: 'mrkdwn', text })}</div>`).join(''))}
    </aside>`)
}

export interface View {
  title: Text
  submit?: Text
  close?: Text
  blocks: Blocks
}

/** What a button asks before its press is passed on. */
export interface Confirm {
  title: Text
  text: Text
  confirm: Text
  deny: Text
  style?: string
}

interface Text {
  type: string
  text: string
}

/** Forms and questions side by side, as nobody sees them at once. */
export function dialogsPage(columns: readonly (readonly (View | Confirm)[])[]): string {
  const drawn = columns.map(
    (each) => `<div class="column">${each.map((one) => ('blocks' in one ? modal(one) : question(one))).join('')}</div>`,
  )
  return page(drawn.join(''))
}

function modal({ title, submit, close, blocks }: View): string {
  return `
    <main class="modal">
      <header><span class="mark">C</span><b>${inWords(title)}</b></header>
      <div class="blocks">${drawBlocks(blocks)}</div>
      <footer class="actions">
        ${close ? `<span class="button">${inWords(close)}</span>` : ''}
        ${submit ? `<span class="button primary">${inWords(submit)}</span>` : ''}
      </footer>
    </main>`
}

function question({ title, text, confirm, deny, style }: Confirm): string {
  return `
    <main class="modal">
      <header><b>${inWords(title)}</b></header>
      <div class="blocks"><div class="section">${inWords(text)}</div></div>
      <footer class="actions">
        <span class="button">${inWords(deny)}</span><span class="button ${style ?? 'primary'}">${inWords(confirm)}</span>
      </footer>
    </main>`
}

function message(inside: string, kind = ''): string {
  return `<article class="${kind}"><span class="mark">C</span><div class="blocks"><div><b>countersign</b> <span class="app">APP</span></div>${inside}</div></article>`
}

function page(inside: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${CSS}</style><div id="picture"><div class="panes">${inside}</div><div class="says">${SAYS}</div></div>`
}
