/** What stands beside a document, and what can be wrong between them. */
import type { ValueType } from '../procedure.ts'

export interface DocumentText {
  /** Its path as people know it. */
  file: string
  text: string
}

/** The documents of the folder by the names of their files. */
export type Beside = ReadonlyMap<string, DocumentText>

/** Holds rules for all, and is no procedure. */
export const RULES_FILE = 'rules.md'

export interface Origin {
  file: string
  line: number
}

/** `origins`: where each line is from, the first one first; absent where the text is that of the one file. */
export interface WrittenOut {
  text: string
  origins?: Origin[]
  faults: (Origin & { fault: IncludeFault })[]
}

export type IncludeFault =
  | { is: 'beside-include'; key: string }
  | { is: 'block-beside-include' | 'no-rules-file' | 'include-of-rules' }
  | { is: 'no-such-document' | 'no-such-rule'; name: string; known: string[] }
  | { is: 'include-circle'; path: string[] }
  | { is: 'include-deep'; most: number }
  | { is: 'included-faulty'; file: string; count: number }
  | { is: 'rules-faulty'; file: string }
  | { is: 'written-by-program'; written: string }
  | { is: 'other-lock'; of: string; theirs: string; ours: string }
  /** `of`: the included document, or the rule. */
  | { is: 'not-mapped'; of: string; names: string[] }
  | { is: 'no-such-name'; of: string; name: string; known: string[] }
  | { is: 'nothing-of-ours'; of: string; name: string; meant: string; known: string[] }
  | { is: 'other-type'; of: string; name: string; type: ValueType; meant: string; found: ValueType }
  | { is: 'wider'; of: string; name: string; meant: string; by: 'choices' | 'pattern' | 'min' | 'max' | 'optional' }
  /** `meant` and `ours` stand in the places of `name` and `other`. */
  | { is: 'may-be-same'; of: string; name: string; other: string; meant: string; ours: string }
  | { is: 'found-later'; meant: string; step: number }

export function fileOf(path: string): string {
  return path.replace(/^.*[\\/]/, '')
}
