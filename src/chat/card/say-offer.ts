import type { Words } from '../../words/words.ts'
import type { Offering } from '../ask/choices.ts'
import { readable, readableLine } from '../readable.ts'
import type { FieldOffer } from './card.ts'

/** What a field is offered with, once it has come or cannot be had. */
export async function sayOffer(words: Words, offering: Offering): Promise<FieldOffer> {
  const { offers } = words.card.form
  if ('needs' in offering) return { choices: [], says: offers.after(offering.needs) }
  const offer = await offering.offer
  if ('not' in offer) return { choices: [], says: readable(offers.none(offer.not)) }
  const choices = offer.choices.map(({ title, value }) => ({ title: readableLine(words, title, 75), value }))
  return { choices, says: offers.found({ count: choices.length, more: offer.more }) }
}
