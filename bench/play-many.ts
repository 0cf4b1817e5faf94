/** Runs that are played without a pause for people: whatever gate the console shows is countersigned at once by two. */
import { setTimeout as pause } from 'node:timers/promises'
import { follow, type Message } from '../test/practice/console-client.ts'
import { buttonsOf } from '../test/practice/players.ts'
import type { BenchHouse } from './installation.ts'

export interface Played {
  /** Milliseconds from the first command to the last end. */
  tookMs: number
  /** Milliseconds from a run's own command to its end, one for each. */
  eachMs: number[]
}

const APPROVERS = ['amir', 'carol']
const PATIENCE_MS = 300_000

/** Types all of these at once and resolves when every one is done; rejects when one ends otherwise. */
export async function playMany({ client }: Pick<BenchHouse, 'client'>, commands: readonly string[]): Promise<Played> {
  const stop = new AbortController()
  const begun = new Map<string, number>()
  const ended = new Map<string, number>()
  const pressed = new Set<string>()
  let wrong: Error | undefined
  const take = (by: string, message: Message): void => {
    const { run } = message
    if (message.type !== 'run') return
    for (const button of buttonsOf(message['card'])) {
      const gate = `${run}/${String(button['gate'])}/${by}`
      if (button.act !== 'approve' || pressed.has(gate)) continue
      pressed.add(gate)
      client.press(by, button).catch((cause: unknown) => (wrong = cause as Error))
    }
    if (message['over'] !== true || ended.has(run)) return
    ended.set(run, performance.now())
    if (String(message['state']).toLowerCase() !== 'done') wrong = new Error(`${run} ended as ${String(message['state'])}, not as done`)
  }
  // Each sees what is for them to press.
  const following = APPROVERS.map((by) => follow(client.address, by, stop.signal, (message) => take(by, message)))
  const from = performance.now()
  try {
    await Promise.all(
      commands.map(async (command) => {
        const { run, note } = await client.type('dana', command)
        if (run === undefined || note.tone === 'refused') throw new Error(`no run began: ${note.title}`)
        begun.set(run, performance.now())
      }),
    )
    const all = (): boolean => [...begun.keys()].every((run) => ended.has(run))
    while (!all() && wrong === undefined) {
      if (performance.now() - from > PATIENCE_MS) throw new Error(`${ended.size} of ${begun.size} runs ended in ${PATIENCE_MS / 1000} s`)
      await pause(20)
    }
    if (wrong !== undefined) throw wrong
    const ends = [...begun].map(([run, at]) => ({ at, end: ended.get(run) ?? 0 }))
    return { tookMs: Math.max(...ends.map(({ end }) => end)) - from, eachMs: ends.map(({ at, end }) => end - at) }
  } finally {
    stop.abort()
    await Promise.all(following)
  }
}
