/** One scenario, whose workers die at one point of each place that acts; people lead the run on with what they find. */
import type { Estate } from '../../estate/estate.ts'
import type { Entry } from '../../../src/audit/entry.ts'
import type { AttentionCause } from '../../../src/run/facts/causes.ts'
import type { RunState } from '../../../src/run/state.ts'
import { blocksOf, findAttempt, plannedAt } from '../../../src/run/where.ts'
import { needSaid } from '../../words/said.ts'
import type { BotRun } from '../bot.ts'
import { actor } from '../people.ts'
import type { Played, Way } from '../play.ts'
import type { Stage } from '../stage.ts'
import { placeOf, type Death, type When } from './deaths.ts'
import type { Scenario } from './scenarios.ts'
import { strikeAt, type Struck } from './strike.ts'

/** What a worker left behind, and what the run made of it. */
export interface Left {
  death: Death
  /** How the run first went on: by itself, where the check said so, or with people. */
  how?: 'done' | 'again' | 'attention'
  cause?: AttentionCause
  sentence: string
  /** What of the place had come then. */
  cameThen: string[]
}

export interface CrashPlay {
  played: Played
  left: Left[]
  /** What changed in the estate, by place. */
  came: Map<string, string[]>
  /** Places without a check that people left out, because nothing had come. */
  skipped: Set<string>
  /** What was said to people, and what of its place had come then. */
  said: { place: string; sentence: string; came: string[] }[]
}

/** People retry so often at one place before they give up. */
const TRIES = 2

export interface Dying {
  when: When
  spared?: ReadonlySet<string>
  /** How; in the estate where nothing is said. */
  strike?: (estate: Estate, death: Death) => Struck
}

/** Nobody dies where nothing is said. */
export async function playCrash(stage: Stage, scenario: Scenario, dying?: Dying): Promise<CrashPlay> {
  const { document, text, values, after, undo, given, at, choices } = scenario
  if (after !== undefined) await stage.play(after.document, after.values, { ...(after.given && { given: after.given }) })
  const [came, skipped, left, tries] = [new Map<string, string[]>(), new Set<string>(), [] as Left[], new Map<string, number>()]
  const said: CrashPlay['said'] = []
  const releases = new Map<Death, () => void>()
  let [place, counted] = ['', 0]
  const count = (): void => {
    const { effects } = stage.estate.state
    const fresh = effects.slice(counted).map(({ where, what }) => plain(`${where}: ${what}`))
    counted = effects.length
    if (fresh.length > 0) came.set(place, [...(came.get(place) ?? []), ...fresh])
  }
  const judged = (how: Left['how'], state: RunState | undefined, cause?: AttentionCause): void => {
    count()
    const open = left.findLast((each) => each.death.place === place && each.how === undefined)
    if (open === undefined) return
    // Where it goes on, nobody comes to release what still runs.
    if (how !== 'attention') releases.get(open.death)?.()
    Object.assign(open, { how, cause, cameThen: [...(came.get(place) ?? [])], sentence: (state && needSaid(state)) ?? '' })
  }
  const heard = (entry: Entry, run: BotRun): void => {
    const { state } = run
    for (const event of entry.events) {
      if (event.type === 'claimed' && state !== undefined) {
        count()
        place = placeOf(event.attempt, findAttempt(state, event.attempt)?.undo === true)
        if (undo !== undefined && 'claimed' in undo && undo.claimed === place) cancel(run)
      }
      if (event.type === 'step-begun' && undo !== undefined && 'begun' in undo && idOf(state, event.step) === undo.begun) cancel(run)
      if (event.type === 'attempt-judged') judged(event.fate === 'done' ? 'done' : 'again', undefined)
      if (event.type === 'undone') judged('done', undefined)
      if (event.type !== 'attention') continue
      judged('attention', state, event.because)
      const at = `${event.step}/${event.item}`
      if (at === place) said.push({ place, sentence: (state && needSaid(state)) ?? '', came: [...(came.get(place) ?? [])] })
    }
  }
  const ways = async (state: RunState): Promise<Way | undefined> => {
    const open = left.at(-1)?.death
    if (open !== undefined) {
      releases.get(open)?.()
      await open.over.promise
    }
    count()
    const { attention } = state
    if (attention === undefined || attention.reason === 'undone') return undefined
    if (attention.reason === 'cancelled' && undo !== undefined) return { kind: 'undo', from: undo.from }
    const key = `${attention.step}/${attention.item}`
    const tried = (tries.get(key) ?? 0) + 1
    tries.set(key, tried)
    if (tried > TRIES) return undefined
    if (undo !== undefined && state.undoing !== undefined) return { kind: 'undo', from: undo.from }
    const planned = plannedAt(state, attention)
    // Who sees that it came asks the check again; where that shows late, and a second time does no harm, it would be done a second time.
    if (blocksOf(planned, 'check').length > 0 && !(planned.repeatable && came.has(place))) return { kind: 'retry' }
    if (came.has(place)) return { kind: 'mark-done' }
    skipped.add(place)
    return { kind: 'skip' }
  }
  const strike = (death: Death): void => {
    left.push({ death, sentence: '', cameThen: [] })
    releases.set(death, (dying?.strike ?? strikeAt)(stage.estate, death).release)
  }
  const begin = (): void => {
    counted = stage.estate.state.effects.length
  }
  const played = await stage.play(text === undefined ? document : { id: document, text }, values, {
    goesOn: after !== undefined,
    given: (state) => (given?.(state), begin()),
    ...(at && { at }),
    ...(choices && { choices }),
    ...(dying && { crash: { ...dying, strike, undoOnly: undo !== undefined } }),
    heard,
    ways,
  })
  count()
  for (const release of releases.values()) release()
  return { played, left, came, skipped, said }
}

/** Before anybody else says a word. */
function cancel(run: BotRun): void {
  const requester = run.state?.requester
  queueMicrotask(() => {
    const refusal = run.ask({ type: 'cancel', by: actor(requester?.id ?? ''), reason: 'we go back' })
    if (refusal !== undefined) throw new Error(`it was not cancelled: ${JSON.stringify(refusal)}`)
  })
}

function idOf(state: RunState | undefined, step: number): string | undefined {
  return state?.plan?.steps[step - 1]?.id
}

/** Without what is another one at each play: ids, and times in names. */
function plain(effect: string): string {
  return effect.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'ID').replaceAll(/\d{14}/g, 'TIME')
}
