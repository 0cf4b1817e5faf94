import { follow, type Message } from '../practice/console-client.ts'
import type { Transcript } from './transcript.ts'

/** Prints the thread's lines as they come, and the running step's progress in steps of a tenth. */
export function printConversation(address: string, transcript: Transcript): { end(): Promise<void> } {
  const ending = new AbortController()
  let shownPercent = ''
  const take = (message: Message): void => {
    if (message.type === 'line' && message['only'] !== true)
      transcript.say(`   [${String(message['at']).slice(11, 19)}] ${String(message['text'])}`)
    if (message.type === 'line' && typeof message['head'] === 'string') transcript.say(`              ${message['head']}`)
    if (message.type !== 'run' || typeof message['percent'] !== 'number') return
    const label = `${String(message['state'])} ${Math.floor(message['percent'] / 20) * 20} %`
    if (label === shownPercent) return
    shownPercent = label
    transcript.progress(label)
  }
  const following = follow(address, 'observer', ending.signal, take)
  return {
    end: async () => {
      // The last lines come a moment after the end.
      await new Promise((resolve) => setTimeout(resolve, 700))
      ending.abort()
      await following
    },
  }
}
