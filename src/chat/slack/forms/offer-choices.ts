/** The lists of a start form: they come from the estate while the form stands open, and it is complete without them. */
import type { Person } from '../../../policy/policy.ts'
import type { Words } from '../../../words/words.ts'
import { choicesFor, type Offering } from '../../ask/choices.ts'
import { sayOffer } from '../../card/say-offer.ts'
import type { SlackContext } from '../context.ts'
import type { FieldOffers } from './fields.ts'
import { redrawForm, type StandingForm } from './open-form.ts'
import { startForm, type StartAsked } from './start-form.ts'

/** What can be asked with what is written now; asked at once. */
export function beginOffers(
  { backend }: Pick<SlackContext, 'backend'>,
  person: Person,
  { procedure, answers }: StartAsked,
): Record<string, Offering> {
  return choicesFor(backend, person, procedure, answers)
}

/** How the fields look before anything has come. */
export function awaitedOffers({ card: { form } }: Words, offerings: Record<string, Offering>): FieldOffers {
  const says = (offering: Offering): string => ('needs' in offering ? form.offers.after(offering.needs) : form.offers.looking)
  return { fields: mapped(offerings, (offering) => ({ choices: [], says: says(offering) })), tell: tellOf(offerings) }
}

/** Draws the form anew when all that is looked for has come, or cannot be had; never rejects for what Slack says. */
export async function showOffers(
  { api, backend }: Pick<SlackContext, 'api' | 'backend'>,
  words: Words,
  form: StandingForm,
  asked: StartAsked & { channel: string; faults: Record<string, string> },
  offerings: Record<string, Offering>,
): Promise<void> {
  const found = await Promise.all(
    Object.entries(offerings).map(async ([name, offering]) => [name, await sayOffer(words, offering)] as const),
  )
  const offers = { fields: Object.fromEntries(found), tell: tellOf(offerings), standing: true as const }
  await redrawForm(api, form, startForm(words, asked, asked.channel, asked.faults, backend.loaded().secretNames, offers))
}

export function isLookedFor(offerings: Record<string, Offering>): boolean {
  return Object.values(offerings).some((offering) => 'offer' in offering)
}

function tellOf(offerings: Record<string, Offering>): Set<string> {
  return new Set(Object.values(offerings).flatMap((offering) => offering.all))
}

function mapped<T, U>(of: Record<string, T>, by: (each: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([name, each]) => [name, by(each)]))
}
