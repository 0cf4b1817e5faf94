/** The whole plan of a gate in the run's thread, once a gate, where the card could not hold all of what will be sent. */
import { isUnsure, nowSure } from './known-run.ts'
import type { CardAt, CardContext } from './live-card.ts'
import { planFile } from './plan-file.ts'
import { isForGood, PlatformError, saysFault } from './platform-error.ts'
import { inPieces } from './thread-lines.ts'

export async function attachPlan({ messages }: CardContext, at: CardAt): Promise<void> {
  const { request, drawn, known, place, limits } = at
  const { view } = request
  const { gate } = view
  const { ts } = known.id
  if (!drawn.cutPlan || !gate || ts === undefined || known.needs === 'removed' || known.id.plans.includes(gate.number)) return
  const file = planFile(view, gate)
  const what = `plan ${gate.number}`
  const fails = `the whole plan of gate ${gate.number} could not be attached to its thread; /countersign plan ${view.run} shows it.`
  await known.ways.go({ name: 'plan', fails, wanted: what }, async () => {
    limits()
    if (isUnsure(known, what)) {
      if (await found(() => messages.findFile(place, ts, file.name))) return void known.id.plans.push(gate.number)
      nowSure(known, what)
    }
    try {
      if (messages.attach) await messages.attach(place, ts, file)
      else await sayPlan({ messages }, at, ts, gate.number, `${file.comment}\n\n${file.text}`)
    } catch (cause) {
      if (cause instanceof PlatformError && !cause.certain) known.unsure.add(what)
      throw cause
    }
    known.id.plans.push(gate.number)
  })
}

/** Goes on where an earlier try stopped; after a crash it begins anew, because a piece too many is better than one too few. */
async function sayPlan(
  { messages }: Pick<CardContext, 'messages'>,
  { known, place, limits }: CardAt,
  ts: string,
  gate: number,
  text: string,
): Promise<void> {
  const said = known.planSaid
  const pieces = inPieces(messages.lineText.write(text), messages.lineText)
  for (let next = said?.card === ts && said.gate === gate ? said.pieces : 0; next < pieces.length; next++) {
    if (!(await messages.say(place, ts, pieces[next] ?? '', [], limits()))) {
      known.needs = 'removed'
      throw new PlatformError(saysFault({ is: 'no-card' }), { code: 'no-card', certain: true })
    }
    known.planSaid = { card: ts, gate, pieces: next + 1 }
  }
}

async function found(look: () => Promise<boolean>): Promise<boolean> {
  try {
    return await look()
  } catch (cause) {
    if (isForGood(cause)) return false
    throw cause
  }
}
