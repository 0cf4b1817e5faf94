/** Values that stand in several places of `countersign.yaml`. */
import { z } from 'zod'
import { LANGUAGES } from '../words/languages.ts'

/** What is listened on; 0 takes any free one. */
export const port = z.int().min(0).max(65_535)

/** Of cards and threads; whoever reads an answer alone reads their own. */
export const language = z.enum(Object.keys(LANGUAGES) as [keyof typeof LANGUAGES])

/** A secret is never written here: it is named, by environment variable or file. */
export const secret = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  'must say where the secret is, and never the secret itself; write `{ env: NAME }` or `{ file: PATH }`',
)

export type SecretReference = z.output<typeof secret>
