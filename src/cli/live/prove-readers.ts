/** Whether the looks of a document can write: asked of each SQL Server on which it looks, and said. */
import { acts } from '../../procedure/acts.ts'
import { everyBlock } from '../../procedure/every-block.ts'
import { readFileSync } from 'node:fs'
import type { Fault } from '../../text/fault.ts'
import { readYamlMap } from '../../yaml/read-map.ts'
import type { BlockContext } from '../../worker/context.ts'
import type { Known } from './missing-names.ts'
import { proveReader, type ReaderProof } from './reader-rights.ts'

/** In the order in which the document comes to them. */
export async function proveReaders(
  context: BlockContext,
  { procedure, values }: Known,
  looking: readonly string[],
): Promise<ReaderProof[]> {
  const looks = everyBlock(procedure).filter(({ role, language }) => !acts(role) && language === 'sql')
  const names = new Set(looks.flatMap(({ on }) => (typeof values[on] === 'string' ? [values[on]] : [])))
  const proofs: ReaderProof[] = []
  for (const name of names) {
    const target = Object.hasOwn(context.options.targets, name) ? context.options.targets[name] : undefined
    if (target?.kind === 'sql-server') proofs.push(await proveReader(context, target, { procedure, looking }))
  }
  return proofs
}

/** One line, to stand below a heading. */
export function lineOfProof(proof: ReaderProof): string {
  switch (proof.how) {
    case 'no-reader':
      return `  ${proof.target}: NO READER: looks are sent with the log-in that may also write`
    case 'only-looks': {
      const linked = proof.linked.length === 0 ? '' : `; what it may do on the linked servers ${proof.linked.join(', ')} was not judged`
      return `  ${proof.target}: ${proof.reader} may look, and nothing else here${linked}`
    }
    case 'may-write':
      return `  ${proof.target}: ${proof.reader} MAY WRITE: ${proof.may.length} ${proof.may.length === 1 ? 'right' : 'rights'} too many`
    case 'not-asked':
      return `  ${proof.target}: what ${proof.reader} may do CANNOT BE TOLD: ${proof.why}`
  }
}

/** `told: false` where the check has failed. `file` is the configuration, in which the reader stands. */
export function findingsOfProof(proof: ReaderProof, file: string): (Fault & { told: boolean })[] {
  const at = (key: string) => ({ file, line: lineOfTarget(file, proof.target, key) })
  switch (proof.how) {
    case 'no-reader':
      return [
        {
          ...at('user'),
          what: `target ${proof.target} has no reader, so nothing but the document keeps its looks from writing.`,
          next: 'Make a second log-in that may only look (`countersign grants sql` prints its rights), and name it as `reader`.',
          told: true,
        },
      ]
    case 'only-looks':
      return []
    case 'may-write':
      return proof.may.map(({ what, next }) => ({
        ...at('reader'),
        what: `${proof.reader}, the reader of ${proof.target}, may write: ${what}.`,
        next,
        told: false,
      }))
    case 'not-asked':
      return [
        {
          ...at('reader'),
          what: `what ${proof.reader}, the reader of ${proof.target}, may do cannot be told: ${proof.why}`,
          next: 'See that it can log in there, and ask again.',
          told: false,
        },
      ]
  }
}

/** What may be said of the estate after everything was asked. */
export function sayChanged(proofs: readonly ReaderProof[]): string {
  const open = proofs.filter((proof) => proof.how !== 'only-looks' || proof.linked.length > 0).map(({ target }) => target)
  if (open.length === 0) return 'Nothing was changed.'
  return `Whether anything was changed over ${open.join(', ')} cannot be known here: nothing but the document keeps a look there from writing.`
}

function lineOfTarget(file: string, target: string, key: string): number {
  return readYamlMap(readFileSync(file, 'utf8'), 1, () => undefined, 'core').lineOf(['targets', target, key])
}
