/** `/api/practice`: mishaps and a reset, asked for of whoever runs the practice estate. Nothing of it exists without `practice: true`. */
import express, { Router, type Response } from 'express'
import { z } from 'zod'
import type { ConsoleWords } from '../../words/console-words.ts'
import { readable } from '../readable.ts'
import { refuse } from './refuse.ts'

export interface PracticeControl {
  /** `http://127.0.0.1:4100` */
  url: string
  token: string
}

const wish = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['begin', 'end']), mishap: z.string().regex(/^[a-z-]{1,40}$/) }),
  z.strictObject({ do: z.literal('reset') }),
])

const text = z.string().max(2000).transform(readable)

const answer = z.object({
  said: text.optional(),
  mishaps: z
    .array(
      z.object({ id: z.string(), title: text, does: text, see: text, away: text, begins: text, ends: text.optional(), on: z.boolean() }),
    )
    .max(50),
})

/** A reset first ends the runs that are active. */
const LONGEST_MS = 120_000

export function practiceRoutes(control: PracticeControl): Router {
  const router = Router()
  router.get('/', (_request, response) => pass(control, undefined, response))
  router.post('/', express.json({ limit: '4kb' }), async (request, response) => {
    const read = wish.safeParse(request.body)
    if (!read.success) return refuse(response, 400, 'bad-request', (words) => words.notUnderstood)
    await pass(control, read.data, response)
  })
  return router
}

async function pass({ url, token }: PracticeControl, asked: object | undefined, response: Response): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask: RequestInit = asked === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(asked) }
  const answered = await fetch(`${url}/practice`, { ...ask, signal: AbortSignal.timeout(LONGEST_MS) }).catch(() => undefined)
  const body: unknown = await answered?.json().catch(() => undefined)
  const read = answer.safeParse(body)
  if (answered?.ok === true && read.success) return void response.json(read.data)
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: unknown }
  const says = typeof error === 'string' ? readable(error) : (words: ConsoleWords): string => words.estateSilent
  refuse(response, answered?.status === 400 ? 400 : 503, 'practice-control', says)
}
