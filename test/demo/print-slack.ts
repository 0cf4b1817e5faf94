/** Prints what the stand-in's workspace shows: the card, its thread, forms, direct messages and files, in the order in which they came. */
import { setTimeout as pause } from 'node:timers/promises'
import { buttonsIn, inputsIn, linesOf, readable, unescaped } from '../slack/read-blocks.ts'
import { accountBy, CHANNEL } from '../slack/stand-in/accounts.ts'
import type { ApiCall } from '../slack/stand-in/call.ts'
import type { Workspace } from '../slack/stand-in/workspace.ts'
import type { Transcript } from './transcript.ts'

type Blocks = Record<string, unknown>[]

interface Shown {
  /** Lines of the card as it was printed last. */
  card: string[]
  /** Whose the direct conversations are, by channel. */
  direct: Map<string, string>
}

const LOOK_EVERY_MS = 50
const LAST_CARD_WITHIN_MS = 20_000

export function printSlack({ api }: Pick<Workspace, 'api'>, transcript: Transcript): { end(): Promise<void> } {
  const shown: Shown = { card: [], direct: new Map() }
  let next = 0
  const look = (): void => {
    // A call without an answer is still under way: what came after it waits for it.
    for (let call = api.calls[next]; call?.answer; call = api.calls[next]) {
      next++
      if (call.answer.ok) print(call, shown, transcript)
    }
  }
  const looking = setInterval(look, LOOK_EVERY_MS)
  return {
    // At Slack's pace the last card comes some seconds after the end; then it has no buttons any more.
    end: async () => {
      const giveUpAt = Date.now() + LAST_CARD_WITHIN_MS
      while (shown.card.some(isButtons) && Date.now() < giveUpAt) await pause(LOOK_EVERY_MS)
      clearInterval(looking)
      look()
    },
  }
}

function print({ method, args, answer }: ApiCall, shown: Shown, transcript: Transcript): void {
  const channel = String(args['channel'])
  const to = shown.direct.get(channel) ?? ''
  switch (method) {
    case 'conversations.open':
      shown.direct.set((answer?.['channel'] as { id: string } | undefined)?.id ?? '', nameOf(args['users']))
      return
    case 'chat.postMessage':
      if (channel !== CHANNEL)
        transcript.say(
          `   (direct message to ${to}) ${linesOf(args['blocks'] as Blocks)
            .map(withoutAddress)
            .join(' ')}`,
        )
      else if (args['thread_ts'] === undefined) printCard(args['blocks'] as Blocks, shown, transcript)
      else for (const line of unescaped(String(args['text'])).split('\n')) transcript.say(`   in the thread: ${line}`)
      return
    case 'chat.update':
      printCard(args['blocks'] as Blocks, shown, transcript)
      return
    case 'chat.delete':
      transcript.say(`   (the direct message to ${to} is taken back)`)
      return
    case 'views.open':
      printForm(args['view'] as { title: { text: string }; blocks: Blocks }, transcript)
      return
    case 'files.completeUploadExternal':
      transcript.say(`   (a file in the thread) ${unescaped(String(args['initial_comment']))}`)
      return
  }
}

/** The whole card where there is something to decide, or nothing any more; else the lines that are new. */
function printCard(blocks: Blocks, shown: Shown, transcript: Transcript): void {
  const lines = [...cardLines(blocks)]
  const before = new Set(shown.card)
  const asks = lines.filter((line) => line.startsWith('◔ Gate') || line.startsWith('▲ Step'))
  const whole = before.size === 0 || !lines.some(isButtons) || asks.some((line) => !before.has(line))
  shown.card = lines
  if (whole) for (const line of ['┌──── the card', ...lines.map((each) => `│ ${each}`), '└────']) transcript.say(line)
  else for (const line of lines.filter((each) => !before.has(each))) transcript.progress(line)
}

function isButtons(line: string): boolean {
  return line.startsWith('[ ')
}

function* cardLines(blocks: Blocks): Generator<string> {
  for (const block of blocks) {
    const text = block['text'] as { type: string; text: string } | undefined
    if (text) yield* linesIn(text)
    for (const field of (block['fields'] ?? []) as { type: string; text: string }[]) yield readable(field).replaceAll('\n', ': ')
    if (block['type'] === 'context') for (const each of block['elements'] as { type: string; text: string }[]) yield* linesIn(each)
    if (block['type'] === 'divider') yield '────'
    if (block['type'] === 'actions')
      yield buttonsIn([block])
        .map(({ element }) => `[ ${element.text.text} ]`)
        .join('  ')
  }
}

function* linesIn(text: { type: string; text: string }): Generator<string> {
  const words = readable(text)
  const code = /^```\n([\s\S]*)\n```$/.exec(words)?.[1]
  for (const line of (code ?? words).split('\n')) yield code === undefined ? line : `    ${line}`
}

function printForm({ title, blocks }: { title: { text: string }; blocks: Blocks }, transcript: Transcript): void {
  const fields = inputsIn(blocks).map(({ label }) => `[ ${label} ]`)
  transcript.say(`   A form opens, "${title.text}": ${[...linesOf(blocks), ...fields].join(' ')}`)
}

/** Slack shows a link's words. */
function withoutAddress(line: string): string {
  return line.replace(/<[^<>|]+\|([^<>|]+)>/g, '$1')
}

function nameOf(user: unknown): string {
  const name = accountBy(String(user))?.name ?? String(user)
  return `${name[0]?.toUpperCase()}${name.slice(1)}`
}
