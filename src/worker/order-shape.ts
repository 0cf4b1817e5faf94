/** The shape of what arrives at the worker's handlers. */
import { z } from 'zod'
import type { Order } from '../run/order.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const attempt = z.strictObject({ step: z.int().min(1), item: z.int().min(0), number: z.int().min(1) })
const base = {
  key: z.string().min(1).max(200),
  installation: z.string().min(1).max(100),
  run: z.string().min(1).max(100),
  site: z.string().min(1).max(100),
  document: hash,
  step: z.int().min(1),
  item: z.int().min(0),
}

const order = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('observe'), ...base, role: z.enum(['check', 'read', 'before']), attempt: attempt.optional() }),
  z.strictObject({ kind: z.literal('perform'), ...base, attempt, gate: z.int().min(1), fingerprint: hash }),
])

const delivery = z.strictObject({ order })

/** The order, or what is wrong with it. */
export function readDelivery(body: unknown): { order: Order } | { fault: string } {
  const read = delivery.safeParse(body)
  return read.success ? { order: read.data.order as Order } : { fault: z.prettifyError(read.error) }
}
