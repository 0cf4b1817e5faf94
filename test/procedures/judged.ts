/** Documents as the loader takes them in, with what they include and the rules that they cite. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeDocument } from '../../src/lint/judge-document.ts'
import type { Procedure } from '../../src/procedure/procedure.ts'
import { formatFault } from '../../src/text/fault.ts'
import { atPace, type Pace } from '../estate/pace.ts'

/** The id of a document in `commands/`, or one of the test's own. */
export type Document = string | { id: string; text: string }

interface Judged {
  id: string
  procedure: Procedure
  beside: ReadonlyMap<string, { file: string; text: string }>
}

/** One document is played many times. */
const before = new Map<string, Judged>()

/** At that pace, or as it is written. @throws where it has faults. */
export function judged(document: Document, pace?: Pace): Judged {
  const key = JSON.stringify([document, pace])
  const known = before.get(key) ?? judge(document, pace)
  before.set(key, known)
  return known
}

function judge(document: Document, pace: Pace | undefined): Judged {
  const { id, text } = typeof document === 'string' ? { id: document, text: readDocument(document) } : document
  const change = pace === undefined ? (written: string) => written : atPace(pace)
  const beside = new Map<string, { file: string; text: string }>()
  const take = (name: string, written: string): void => {
    if (beside.has(name)) return
    beside.set(name, { file: `commands/${name}`, text: change(written) })
    for (const [, included = ''] of written.matchAll(/^include: (\S+)$/gm)) take(`${included}.md`, readDocument(included))
    if (/^(rules|report): /m.test(written)) take('rules.md', readDocument('rules'))
  }
  take(`${id}.md`, text)
  const read = judgeDocument(`commands/${id}.md`, change(text), undefined, beside)
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'))
  return { id, procedure: read.procedure, beside }
}

function readDocument(id: string): string {
  return readFileSync(join(import.meta.dirname, '../../commands', `${id}.md`), 'utf8')
}
