/** What must be true however a worker died: nothing twice, nothing called done that is not, nobody told that nothing happened where something did. */
import type { CrashPlay, Left } from './play-crash.ts'

/** Sentences that say of what they speak of that nothing of it took place. */
const NOTHING = /\bnothing (more )?was (sent|done|changed)|before anything was sent|was not begun|only its looks were sent/i

/** Every promise that was broken, as sentences; `usual` is the same play in which nobody died. */
export function brokenPromises(play: CrashPlay, usual: CrashPlay): string[] {
  const { played, left, came, said, skipped } = play
  const over = played.phase === usual.played.phase && played.need?.reason === usual.played.need?.reason
  const [now, then] = [byStep(came), byStep(usual.came)]
  return [
    ...(played.verdict === (played.phase === 'done' ? 'intact' : 'incomplete') ? [] : [`its log is ${played.verdict}`]),
    ...(['done', 'attention'].includes(played.phase) ? [] : [`it ends ${played.phase}`]),
    ...left.flatMap((each) => saidWrongly(each, usual)),
    ...said
      .filter(({ sentence, came: of }) => of.length > 0 && NOTHING.test(sentence))
      .map(({ sentence }) => `it came, and they are told: ${sentence}`),
    ...[...now].flatMap(([step, effects]) => moreThan(effects, then.get(step) ?? []).map((what) => `step ${step} once more: ${what}`)),
    ...(over && skipped.size === 0
      ? [...then].flatMap(([step, effects]) => moreThan(effects, now.get(step) ?? []).map((what) => `step ${step} never: ${what}`))
      : []),
  ]
}

/** A list that is read anew holds what is left of it: its items change places. */
function byStep(came: ReadonlyMap<string, string[]>): Map<string, string[]> {
  const steps = new Map<string, string[]>()
  for (const [place, effects] of came) {
    const step = place.replace(/\/\d+/, '')
    steps.set(step, [...(steps.get(step) ?? []), ...effects])
  }
  return steps
}

function saidWrongly({ death: { place, step }, how, cause, cameThen, sentence }: Left, usual: CrashPlay): string[] {
  const usually = usual.came.get(place) ?? []
  const all = cameThen.length > 0 && cameThen.length >= usually.length
  if (how === undefined) return [`nothing became of ${step} (${place})`]
  if (how === 'done') return cameThen.length >= usually.length ? [] : [`${step} (${place}) is called done without: ${usually.join('; ')}`]
  if (!all) return []
  if (how === 'again') return [`${step} (${place}) is called not done, and it is`]
  const notDone = cause?.code === 'unknown' && cause.check.verdict === 'not-done' && cause.acting === undefined
  return notDone ? [`${step} (${place}) has come, and they are told: ${sentence}`] : []
}

/** What stands in the first more often than in the second. */
function moreThan(effects: readonly string[], usual: readonly string[]): string[] {
  const count = (all: readonly string[], what: string): number => all.filter((each) => each === what).length
  return [...new Set(effects)].filter((what) => count(effects, what) > count(usual, what))
}
