/** The card of a run as the one person sees it who asks. */
import { z } from 'zod'
import type { SaidView } from '../../../words/said-view.ts'
import { RUN_NAME } from '../../../run/run-name.ts'
import type { AdaptiveCard } from '../../adaptive/adaptive-card.ts'
import { choicesOfRun, type Offering } from '../../ask/choices.ts'
import type { Written } from '../../card/as-written.ts'
import type { FieldOffer } from '../../card/card.ts'
import { sayOffer } from '../../card/say-offer.ts'
import type { Person } from '../../../policy/policy.ts'
import { refusedNote, said, type Note } from '../../note.ts'
import { inTime } from '../../receive/take-action.ts'
import { TYPED_AGE_MS, type TeamsContext } from '../context.ts'
import { personalCard } from '../render/run-card.ts'
import { checksOf, type Speaker } from './speaker.ts'

const data = z.looseObject({ act: z.literal('refresh'), run: z.string().regex(RUN_NAME) })

export interface Asked extends Pick<Written, 'written'> {
  run: string
}

/** Undefined: the card is not asked for. What was typed and not sent may come along, as `answer.<name>`. */
export function readRefresh(merged: unknown): Asked | undefined {
  const read = data.safeParse(merged)
  if (!read.success) return undefined
  const { run, act: _, ...rest } = read.data
  const written = Object.entries(rest).flatMap(([name, value]) =>
    name.startsWith('answer.') && typeof value === 'string' ? [[name.slice('answer.'.length), value] as const] : [],
  )
  return { run, written: Object.fromEntries(written) }
}

/** The card, or why this person is not shown it. */
export async function viewFor(
  context: TeamsContext,
  speaker: Speaker,
  { run, ...written }: Written & { run: string },
): Promise<{ card: AdaptiveCard; view: SaidView } | { note: Note }> {
  const { who, words } = speaker
  const known = context.backend.findPerson(who.account)
  if ('refusal' in known) return { note: refusedNote(words, known.refusal) }
  for (const check of checksOf(context, speaker, TYPED_AGE_MS)) {
    const says = await check()
    if (says) return { note: said('refused', says(words)) }
  }
  const looked = await inTime(look(context, speaker, run))
  if (looked === undefined || looked.done === 'silent') return { note: said('refused', words.live.noEngine) }
  if (looked.done === undefined) return { note: said('refused', words.notes.noRun(run)) }
  const offers = await offersFor(context, speaker, looked.done, known.person, written.written ?? {})
  const notTold = context.notTold(run, speaker.channel, words)
  return { card: personalCard(looked.done, known.person.id, { ...written, offers, notTold }), view: looked.done }
}

/** What has come soon enough; the rest is found by whoever looks once more. */
async function offersFor(
  { backend, log }: TeamsContext,
  { words }: Speaker,
  { run, questions }: SaidView,
  person: Person,
  written: Readonly<Record<string, string>>,
): Promise<Record<string, FieldOffer>> {
  if (!questions.some(({ needs }) => needs !== undefined)) return {}
  const asked = choicesOfRun(backend, person, run, { ...written }).catch((cause: unknown): Record<string, Offering> => {
    log.error({ err: cause, run }, 'what may be chosen could not be looked for')
    return {}
  })
  const offerings = (await inTime(asked, LOOKED_WITHIN_MS))?.done ?? {}
  const said = Object.entries(offerings).map(async ([name, offering]): Promise<[string, FieldOffer]> => {
    const soon = await inTime(sayOffer(words, offering), LOOKED_WITHIN_MS)
    return [name, soon?.done ?? { choices: [], says: words.card.form.offers.looking }]
  })
  return Object.fromEntries(await Promise.all(said))
}

const LOOKED_WITHIN_MS = 1500

async function look({ backend, log }: TeamsContext, { words }: Speaker, run: string): Promise<SaidView | undefined | 'silent'> {
  try {
    return await backend.view(run, words)
  } catch (cause) {
    log.error({ err: cause, run }, 'a run could not be looked at')
    return 'silent'
  }
}
