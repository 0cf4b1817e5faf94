import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import type { Fault } from './procedure/procedure.ts'

/** Reads the YAML of the configuration into the shape of `schema`, with YAML's own types; every fault carries its line in `file`. */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): { value: T; lineOf: LineOf } | { faults: Fault[] } {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true })
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        file,
        line: lineAt(error.pos[0]),
        what: `this is not YAML: ${error.message.replace(/\.?$/, '.')}`,
        next: 'Mend the indentation, quotes or brackets there.',
      })),
    }
  }
  const lineOf: LineOf = (path) => lineAt(offsetOf(document, path))
  const read = schema.safeParse(document.toJS() ?? {})
  if (read.success) return { value: read.data, lineOf }
  return { faults: read.error.issues.flatMap((issue) => faultsOf(file, issue, lineOf)) }
}

/** Line of the value at a path; of its nearest parent where the path leads nowhere. */
export type LineOf = (path: readonly PropertyKey[]) => number

function faultsOf(file: string, issue: z.core.$ZodIssue, lineOf: LineOf): Fault[] {
  const name = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      line: lineOf([...issue.path, key]),
      what: `\`${[...issue.path, key].map(String).join('.')}\` is not known here.`,
      next: 'Remove it, or correct its spelling.',
    }))
  }
  return [
    {
      file,
      line: lineOf(issue.path),
      what: `\`${name || 'the whole'}\`: ${issue.message.replace(/\.?$/, '.')}`,
      next: 'Correct the value.',
    },
  ]
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0])
  }
  return 0
}
