/** `POST /api/choices`: what the fields of a run's form can be chosen from, asked of the estate as they are filled in. Nothing comes of it but the answer. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import { LONGEST_TYPED } from '../../text/bounds.ts'
import { RUN_NAME } from '../../run/run-name.ts'
import type { ChatBackend } from '../backend.ts'
import { choicesOfRun } from '../ask/choices.ts'
import { sayOffer } from '../card/say-offer.ts'
import { refuse, wordsOf } from './refuse.ts'

const body = z.strictObject({
  as: z.string().min(1).max(200),
  run: z.string().regex(RUN_NAME),
  /** The one field that is asked for, so that a slow look holds up no other. */
  name: z.string().min(1).max(100),
  answers: z.record(z.string().max(100), z.string().max(LONGEST_TYPED + 1)),
})

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
    response.json(field === undefined ? { choices: [], says: '' } : await sayOffer(wordsOf(response), field))
  }
}
