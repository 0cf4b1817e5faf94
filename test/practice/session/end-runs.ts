/** Ends the runs that are active, as people at the console would: nothing of them may wait for an estate that is no longer there. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ConsoleClient } from '../console-client.ts'
import { buttonsOf, type Shown } from '../players.ts'

interface Listed {
  run: string
  phase: string
}

const REASON = 'The practice estate is reset.'
const OVER = new Set(['done', 'aborted', 'withdrawn', 'rejected', 'expired'])
const LOOK_EVERY_MS = 150

/**
 * A run that has changed nothing is cancelled by who asked for it; one that has is aborted, which somebody else approves. All of it stands in their logs.
 * `stuck`: those that had not ended after `patienceMs`.
 */
export async function endRuns(client: ConsoleClient, patienceMs = 60_000): Promise<{ ended: string[]; stuck: string[] }> {
  const giveUpAt = Date.now() + patienceMs
  const active = (await client.get<Listed[]>('/api/runs')).filter(({ phase }) => !OVER.has(phase)).map(({ run }) => run)
  const ends = await Promise.all(active.map((run) => endRun(client, run, giveUpAt)))
  return { ended: active.filter((_, index) => ends[index]), stuck: active.filter((_, index) => !ends[index]) }
}

async function endRun(client: ConsoleClient, run: string, giveUpAt: number): Promise<boolean> {
  const look = (): Promise<Shown & { shown: { requester: { id: string } } }> => client.get(`/api/runs/${run}`)
  const requester = (await look()).shown.requester.id
  const others = (await client.get<{ people: { id: string }[] }>('/api/start')).people.map(({ id }) => id).filter((id) => id !== requester)
  await client.type(requester, `/countersign cancel ${run} ${REASON}`)
  let asked = false
  for (; Date.now() < giveUpAt; await pause(LOOK_EVERY_MS)) {
    const { shown } = await look()
    if (shown.over) return true
    const buttons = buttonsOf(shown.card)
    const press = buttons.find(({ act }) => act === (asked ? 'approve' : 'reject'))
    // Another way on that was asked for stands before the abort: it is turned down first.
    if (press !== undefined) await pressUntilTaken(client, others, { ...press, 'reject.reason': REASON })
    else {
      const abort = buttons.find(({ act }) => act === 'abort')
      if (abort !== undefined) asked ||= (await client.press(requester, { ...abort, 'abort.reason': REASON })).note.tone !== 'refused'
    }
  }
  return false
}

/** Who may is not known here; whoever may not is told so, and the next one tries. */
async function pressUntilTaken(client: ConsoleClient, people: readonly string[], button: Record<string, unknown>): Promise<void> {
  for (const id of people) if ((await client.press(id, button)).note.tone !== 'refused') return
}
