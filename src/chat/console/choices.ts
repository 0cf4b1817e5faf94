/** `POST /api/choices`: what the fields of a run's form can be chosen from, asked of the estate as they are filled in. Nothing comes of it but the answer. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import { RUN_NAME } from '../../run/run-name.ts'
import type { Words } from '../../words/words.ts'
import type { ChatBackend } from '../backend.ts'
import { choicesOfRun, type Offering } from '../ask/choices.ts'
import { readable } from '../readable.ts'
import { refuse, wordsOf } from './refuse.ts'

const body = z.strictObject({
  as: z.string().min(1).max(200),
  run: z.string().regex(RUN_NAME),
  /** The one field that is asked for, so that a slow look holds up no other. */
  name: z.string().min(1).max(100),
  answers: z.record(z.string().max(100), z.string().max(4000)),
})

/** A field's list, and a sentence about it. */
export interface OfferedField {
  choices: { title: string; value: string }[]
  says: string
}

export function offerChoices(backend: ChatBackend, practice: boolean) {
  return async (request: Request, response: Response): Promise<void> => {
    if (!practice) return refuse(response, 403, 'read-only', (words) => words.readOnly)
    const read = body.safeParse(request.body)
    if (!read.success)
      return refuse(response, 400, 'bad-request', (words) => words.notUnderstoodAt(read.error.issues[0]?.path.join('.') ?? ''))
    const { as, run, name, answers } = read.data
    const found = backend.findPerson({ platform: 'practice', name: as })
    const offered = 'refusal' in found ? {} : await choicesOfRun(backend, found.person, run, answers)
    const field = Object.hasOwn(offered, name) ? offered[name] : undefined
    response.json(field === undefined ? { choices: [], says: '' } : await drawField(wordsOf(response), field))
  }
}

async function drawField({ card: { form } }: Words, field: Offering): Promise<OfferedField> {
  if ('needs' in field) return { choices: [], says: form.offers.after(field.needs) }
  const offer = await field.offer
  if ('not' in offer) return { choices: [], says: readable(form.offers.none(offer.not)) }
  const { choices, more } = offer
  return {
    choices: choices.map(({ title, value }) => ({ title: readable(title), value })),
    says: form.offers.found({ count: choices.length, more }),
  }
}
