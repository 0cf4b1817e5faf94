/** What the console's practice panel asks for: what can go wrong and what has, one of it, or everything as new. */
import { z } from 'zod'
import { BadRequest, type Route } from '../../estate/control/control-server.ts'
import { openConsoleClient } from '../console-client.ts'
import { endRuns } from './end-runs.ts'
import type { KeptEstate } from './keep-estate.ts'
import type { Mishap } from './mishaps.ts'

const wish = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['begin', 'end']), mishap: z.string() }),
  z.strictObject({ do: z.literal('reset') }),
])

export interface PracticeStage {
  mishaps: readonly Mishap[]
  estate: Pick<KeptEstate, 'reset'>
  /** The console's address. */
  console: () => string
  /** After each change. */
  changed: () => void
}

/** One wish after the other: a reset in the middle of a mishap would leave half of both. */
export function practiceRoutes(stage: PracticeStage): Record<string, Route> {
  let last: Promise<unknown> = Promise.resolve()
  return {
    'GET /practice': () => ({ mishaps: shown(stage.mishaps) }),
    'POST /practice': async (_query, body) => {
      const read = wish.safeParse(body)
      if (!read.success) throw new BadRequest('A wish is {"do": "begin" or "end", "mishap": "…"} or {"do": "reset"}.')
      const mine = last.then(() => grant(read.data, stage))
      last = mine.catch(() => undefined)
      const said = await mine
      stage.changed()
      return { said, mishaps: shown(stage.mishaps) }
    },
  }
}

function shown(mishaps: readonly Mishap[]): object[] {
  return mishaps.map(({ id, title, does, see, away, begins, ends, isOn }) => ({ id, title, does, see, away, begins, ends, on: isOn() }))
}

async function grant(asked: z.output<typeof wish>, stage: PracticeStage): Promise<string> {
  if (asked.do === 'reset') return reset(stage)
  const mishap = stage.mishaps.find(({ id }) => id === asked.mishap)
  if (mishap === undefined) throw new BadRequest(`There is no such mishap; there are ${stage.mishaps.map(({ id }) => id).join(', ')}.`)
  if (asked.do === 'begin') return mishap.isOn() ? `${mishap.title}: it stands already.` : mishap.begin()
  return mishap.isOn() ? mishap.end() : `${mishap.title}: nothing of it stands.`
}

/** First what stands is taken away, so that the runs can end; then they are ended; then the estate is as it was on its first day. */
async function reset({ mishaps, estate, console }: PracticeStage): Promise<string> {
  for (const mishap of mishaps) if (mishap.isOn()) await mishap.end()
  const { ended, stuck } = await endRuns(await openConsoleClient(console()))
  await estate.reset()
  const runs = ended.length === 0 ? 'No run was active.' : `Ended before it: ${ended.join(', ')}.`
  const left =
    stuck.length === 0 ? '' : ` ${stuck.join(', ')} could not be ended: look at the card, and abort it there before you start the next one.`
  return `The practice estate is as new, and no mishap stands. ${runs}${left}`
}
