/** A scenario, with a death at each point of each place that acts. */
import type { Stage, StageOptions } from '../stage.ts'
import { DEATHS, type When } from './deaths.ts'
import { brokenPromises } from './judge.ts'
import { playCrash, type Left } from './play-crash.ts'
import type { Scenario } from './scenarios.ts'

/** The estate's hours pass in seconds, and nobody waits long for a lock. */
export const CRASH_STAGE: StageOptions = { seed: 'healthy', pace: { speed: 1000, shortestS: 1 }, lockWaitMs: 300 }

export interface Row {
  document: string
  step: string
  place: string
  when: When
  /** `done`, `again`, or why people were called. */
  went: string
  sentence: string
  /** What of the place came in the end, and what comes where nobody dies. */
  effects: number
  usual: number
  /** How the play ended, and its log. */
  end: string
  log: string
}

export interface Table {
  document: string
  rows: Row[]
  broken: string[]
  /** Places at which some worker died, as `step id`, with ` undo` behind those that were being undone. */
  struck: Set<string>
}

export async function crashTable(stage: Stage, scenario: Scenario, deaths: readonly When[] = DEATHS): Promise<Table> {
  const usual = await playCrash(stage, scenario)
  const name = [scenario.document, scenario.name].filter(Boolean).join(' ')
  const table: Table = { document: scenario.document, rows: [], broken: [], struck: new Set() }
  const wanted = scenario.undo === undefined ? 'done' : 'attention'
  const { phase, need } = usual.played
  if (phase !== wanted) return { ...table, broken: [`${name}: it does not go to its end where nobody dies: ${need?.sentence ?? phase}`] }
  for (const when of deaths) {
    const spared = new Set(when === 'half' ? wholes(usual.came) : [])
    // Where a run can be led on no further, the next play begins behind that place.
    for (let more = true; more;) {
      const play = await playCrash(stage, scenario, { when, spared })
      table.broken.push(...brokenPromises(play, usual).map((why) => `${name}, ${when}: ${why}`))
      for (const left of play.left) {
        spared.add(left.death.place)
        table.struck.add(`${left.death.step}${left.death.undo ? ' undo' : ''}`)
        const { place, step } = left.death
        const [effects, all] = [play, usual].map(({ came }) => came.get(place)?.length ?? 0) as [number, number]
        const end = play.played.phase === wanted ? wanted : `${play.played.phase}: ${play.played.need?.sentence ?? '?'}`
        table.rows.push({ document: name, step, place, when, ...went(left), effects, usual: all, end, log: play.played.verdict })
      }
      more = play.left.length > 0 && play.played.phase !== wanted
    }
  }
  return table
}

/** Places whose effect is one: half of it cannot come. */
function wholes(came: ReadonlyMap<string, string[]>): string[] {
  return [...came].filter(([, effects]) => effects.length < 2).map(([place]) => place)
}

function went({ how, cause, sentence }: Left): Pick<Row, 'went' | 'sentence'> {
  if (how !== 'attention') return { went: how ?? '?', sentence: '' }
  const verdict = cause?.code === 'unknown' ? `, ${cause.check.verdict}${cause.acting === undefined ? '' : ', may act'}` : ''
  return { went: `people: ${cause?.code ?? '?'}${verdict}`, sentence }
}
