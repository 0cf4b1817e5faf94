/** Shapes that several commands carry, for checking what arrives from outside. */
import { z } from 'zod'

const text = z.string().max(20_000)
const name = z.string().min(1).max(300)
const whole = z.int().min(0)
const line = z.strictObject({ from: z.array(name).min(1).max(50), count: z.int().min(1).max(20) })

export const policyShape = z.strictObject({
  id: name,
  start: z.array(name).max(50),
  approve: z.array(line).min(1).max(20),
  expiresMs: z.int().min(1),
  escalate: z.strictObject({ afterMs: whole, to: z.array(name).max(50) }).optional(),
  deviate: line,
  breakGlass: z.strictObject({ from: z.array(name), count: whole, waitMs: whole, reviewWithinMs: whole }).optional(),
})

const place = { name, host: name, site: name, practice: z.boolean() }

export const targetShape = z.discriminatedUnion('kind', [
  z.strictObject({ ...place, kind: z.literal('sql-server'), instance: z.string().max(300), port: z.int().min(1).max(65_535).optional() }),
  z.strictObject({ ...place, kind: z.literal('powershell') }),
])

const cell = z.union([text, z.number(), z.boolean(), z.null()])

export const resultShape = z.strictObject({
  block: whole,
  target: name,
  ok: z.boolean(),
  rows: z.array(z.record(z.string().max(300), cell)).max(10_000),
  rowCount: whole,
  file: z.strictObject({ sha256: name, bytes: whole }).optional(),
  messages: z.array(text).max(10_000),
  ranIn: name.optional(),
  errors: z
    .array(z.strictObject({ message: text, code: text.optional(), severity: z.number().optional(), place: text.optional() }))
    .max(1000),
  tookMs: z.number().min(0),
})
