/** A played run, led to its phases in a team that refuses what a test says. */
import type { RunView } from '../../../src/run/view/view.ts'
import { asksOf } from './missing.ts'
import { playedRun, STORIES, type PhaseName } from './played-run.ts'
import { CHANNEL, directOf, idOf, wordsIn, type Called, type Post, type Refusing, type Team } from './team.ts'
import type { World } from './world.ts'

export const STARTED = '2026-11-21T03:00:10.000Z'
export const RUN = new Map(playedRun('done', STARTED))
const PHASES: readonly PhaseName[] = STORIES.done
export const ASKED = 'R-1 waits for your approval at gate 1'

/** `at`: where the test that runs is played. */
export function leading(at: () => { team: Team; world: World }) {
  /** Everything up to this phase, and ten seconds. */
  async function led(to: PhaseName, from: PhaseName = 'start', run = RUN): Promise<RunView> {
    const { world } = at()
    for (const phase of PHASES.slice(PHASES.indexOf(from), PHASES.indexOf(to) + 1)) for (const put of run.get(phase) ?? []) world.put(put)
    await world.pass(10_000)
    return viewOf(to)
  }
  const refuse = (call: Refusing['call'], status: number, code: string, more: Partial<Refusing> = {}): void => {
    at().team.refusing = { call, fault: { status, code }, done: false, once: false, ...more }
  }
  const headings = (person: string): (string | undefined)[] => asksOf(at().team, person).map((words) => words.trim().split('\n')[0])
  return { led, refuse, headings }
}

export function viewOf(phase: PhaseName): RunView {
  const last = RUN.get(phase)?.at(-1)
  if (!last) throw new Error(`nothing happens in ${phase}`)
  return last.view
}

export const linesUpTo = (to: PhaseName) =>
  PHASES.slice(0, PHASES.indexOf(to) + 1).flatMap((phase) => (RUN.get(phase) ?? []).flatMap(({ lines }) => lines))
export const inChannel = ({ conversation }: Called): boolean => conversation.startsWith(CHANNEL)
export const toAmir = ({ conversation, id }: Called): boolean => conversation === directOf('amir') || id === idOf('amir')
export const cardWords = (post: Post | undefined): string => (post === undefined ? '' : wordsIn(post))
