/** What must not get past a platform's door, its accounts, its cards and forms: each with its sentence, and nothing recorded but that somebody was refused. */
import { describe, expect, test } from 'vitest'
import { openConsoleClient, type ConsoleClient } from '../practice/console-client.ts'
import { atGate, type AtGate, type Stage } from './stage.ts'

/** What the person, or whoever sent the request, got back. */
export interface Outcome {
  status: number
  /** The sentence; empty where nothing was said. */
  says: string
}

export interface RefusalIn<S> {
  name: string
  try(scene: S): Promise<Outcome>
  says: string | RegExp
  /** HTTP; 200 where nothing is said. */
  status?: number
  /** `refusal`: the run writes down that somebody was refused; nothing else may ever be in its log afterwards. */
  leaves?: 'nothing' | 'refusal'
}

/** Two runs that wait at their gates, and what is recorded of them. */
export interface Waiting {
  stage: Stage
  /** Waits at its gate all the time. */
  waiting: AtGate
  /** Another one that does. */
  other: AtGate
  console: ConsoleClient
  /** The run's log, entry by entry. */
  entries(run: string): Promise<{ events: { type: string }[] }[]>
}

export async function waitingIn(stage: Stage): Promise<Waiting> {
  const waiting = await atGate(stage)
  const other = await atGate(stage)
  const console = await openConsoleClient(/http:\S+/.exec(stage.installation.bot.ready)?.[0] ?? '')
  return {
    stage,
    waiting,
    other,
    console,
    entries: async (run) => {
      const log = await console.text(`/api/runs/${run}/log?as=file`)
      const lines = log.split('\n').filter(Boolean)
      return lines.map((line) => JSON.parse(line) as { entry?: { events: { type: string }[] } }).flatMap(({ entry }) => entry ?? [])
    },
  }
}

export function rulesOfRefusals<S extends Waiting>(table: [what: string, refusals: RefusalIn<S>[]][], scene: S): void {
  test('the table holds at least sixty refusals, each with a name of its own', () => {
    const names = table.flatMap(([what, refusals]) => refusals.map(({ name }) => `${what} ${name}`))
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(new Set(names).size).toBe(names.length)
  })

  // What one refusal leaves is what the next one finds: whatever it records later is noticed there.
  let found: Recorded | undefined
  describe.each(table)('%s', (_what, refusals) => {
    test.each(refusals)('$name', async (refusal) => {
      const { status = 200, says, leaves = 'nothing' } = refusal
      const before = found ?? (await recordedIn(scene))
      found = undefined
      const outcome = await refusal.try(scene)
      expect(outcome).toEqual({ status, says: typeof says === 'string' ? says : expect.stringMatching(says) })
      const after = await recordedIn(scene)
      found = after
      expect(after.entries.slice(before.entries.length)).toEqual(leaves === 'nothing' ? [] : [['heard', 'refused']])
      expect(after.runs).toEqual(before.runs)
    })
  })
}

interface Recorded {
  /** Of the run that waits: the types of each entry's events. */
  entries: string[][]
  /** Every run that there is. */
  runs: string[]
}

async function recordedIn(scene: Waiting): Promise<Recorded> {
  const runs = await scene.console.get<{ run: string }[]>('/api/runs')
  return {
    entries: (await scene.entries(scene.waiting.run)).map(({ events }) => events.map(({ type }) => type)),
    runs: runs.map(({ run }) => run),
  }
}
