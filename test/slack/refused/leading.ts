/** A played run, led to its phases in a workspace that refuses what a test says. */
import type { RunView } from '../../../src/run/view/view.ts'
import { PHASES, playedRun, type PhaseName } from './played-run.ts'
import { CHANNEL, type Message, type Refusing, type Workspace } from './workspace.ts'
import type { World } from './world.ts'

export const RUN = playedRun('2026-11-21T03:00:10.000Z')
export const ASKED = 'R-1 waits for your approval at gate 1'

/** `at`: where the test that runs is played. */
export function leading(at: () => { workspace: Workspace; world: World }) {
  /** Everything up to this phase, and ten seconds. */
  async function led(to: PhaseName, from: PhaseName = 'start'): Promise<RunView> {
    const { world } = at()
    for (const phase of PHASES.slice(PHASES.indexOf(from), PHASES.indexOf(to) + 1)) for (const put of RUN[phase]) world.put(put)
    await world.pass(10_000)
    return viewOf(to)
  }
  const refuse = (method: string, code: string, more: Partial<Refusing> = {}): void => {
    at().workspace.refusing = { method, code, done: false, once: false, ...more }
  }
  const directTo = (id: string): string[] =>
    at()
      .workspace.messages.filter(({ channel }) => channel === `DU0${id.toUpperCase()}`)
      .map(({ text }) => text)
  return { led, refuse, directTo }
}

export function viewOf(phase: PhaseName): RunView {
  const last = RUN[phase].at(-1)
  if (!last) throw new Error(`nothing happens in ${phase}`)
  return last.view
}

export const linesUpTo = (to: PhaseName) =>
  PHASES.slice(0, PHASES.indexOf(to) + 1).flatMap((phase) => RUN[phase].flatMap(({ lines }) => lines))
export const inChannel = (args: Record<string, unknown>): boolean => args['channel'] === CHANNEL
export const toAmir = (args: Record<string, unknown>): boolean => args['channel'] === 'DU0AMIR'
export const blocks = (message: Message | undefined): string => JSON.stringify(message?.blocks)
