import { z } from 'zod'
import type { Fault } from '../faults.ts'
import { BadRequest } from './control-server.ts'

const regularExpression = z.string().refine(isRegularExpression, 'is no regular expression')

const fault = z.strictObject({
  kind: z.enum(['slow', 'drop-before', 'drop-after', 'error', 'hang']),
  instance: z.string().optional(),
  pattern: regularExpression,
  app: regularExpression.optional(),
  times: z.union([z.number().int().min(1), z.literal('always')]).optional(),
  delayMs: z.number().int().min(0).optional(),
  error: z
    .strictObject({ number: z.number().int(), severity: z.number().int().min(11).max(25).optional(), text: z.string().optional() })
    .optional(),
})

/** The fault that a request's body asks for. Throws BadRequest with all that is wrong. */
export function readFault(body: unknown): Fault {
  const read = fault.safeParse(body)
  if (read.success) return withoutUndefined(read.data)
  throw new BadRequest(read.error.issues.map(({ path, message }) => `${path.join('.') || 'fault'}: ${message}`).join('; '))
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp
  } catch {
    return false
  }
}

// zod types a missing key as possibly undefined, which exactOptionalPropertyTypes tells apart.
function withoutUndefined(read: z.output<typeof fault>): Fault {
  return read as Fault
}
