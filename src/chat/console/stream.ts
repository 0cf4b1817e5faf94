/** Server-sent events: one stream a page. A page that comes back names the last stamp it saw and gets what it missed, once. */
import type { Request, Response } from 'express'
import type { ChannelState } from './channel-state.ts'
import { messagesSince } from './messages.ts'
import { wordsOf } from './refuse.ts'

const ALIVE_EVERY_MS = 15_000

/** Stamps of another start mean nothing: they carry the start's name, and a page with a foreign one begins afresh. */
export function openStream(request: Request, response: Response, channelState: ChannelState, boot: string, practice: boolean): void {
  // Outside practice nobody can say who they are, so nobody is shown what is for one person.
  const person = practice && typeof request.query['as'] === 'string' ? request.query['as'] : undefined
  const [seenBoot, seenStamp] = (request.header('last-event-id') ?? '').split('-')
  const resumed = seenBoot === boot && /^\d+$/.test(seenStamp ?? '')
  let sent = resumed ? Math.min(Number(seenStamp), channelState.stamp) : 0
  let draining = false

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
  write('hello', `${boot}-${sent}`, { resumed })
  /** Only ever the newest state goes out: a slow page misses steps of a bar, and nothing else. */
  const flush = (): void => {
    if (draining) return
    const stamp = channelState.stamp
    if (stamp === sent) return
    const messages = messagesSince(channelState, sent, { person, words: wordsOf(response) })
    sent = stamp
    messages.forEach((message, index) => {
      // The stamp goes with the last message only: a stream cut in the middle of a batch gets all of the batch again.
      write(message.type, index === messages.length - 1 ? `${boot}-${stamp}` : undefined, message)
    })
  }
  flush()
  if (!resumed) write('ready', `${boot}-${sent}`, {})

  const forget = channelState.onChange(flush)
  const alive = setInterval(() => response.write(': alive\n\n'), ALIVE_EVERY_MS)
  response.on('drain', () => {
    draining = false
    flush()
  })
  response.on('close', () => {
    clearInterval(alive)
    forget()
  })

  function write(event: string, id: string | undefined, data: unknown): void {
    const flowing = response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
    if (!flowing) draining = true
  }
}
