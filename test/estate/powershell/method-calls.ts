import type { Node } from 'web-tree-sitter'
import { askEstate } from './commands/cmdlets.ts'
import type { Session } from './session.ts'
import { unknown } from './stand-in-error.ts'
import { bare, parts } from './syntax.ts'
import { NOTHING, PsObject } from './values.ts'
import type { PsValue } from './values.ts'

/** The one method of an object that is known here: a binding of IIS takes a certificate. */
export function isKnownMethod(node: Node): boolean {
  const [of, name] = parts(node)
  return of?.type !== 'type_literal' && name !== undefined && bare(name).text.toLowerCase() === 'addsslcertificate'
}

export async function callMethod(of: PsValue, args: PsValue[], node: Node, session: Session): Promise<PsValue> {
  const binding = of instanceof PsObject ? of.get('bindingInformation') : undefined
  const [thumbprint, store, ...more] = args
  if (binding === undefined || thumbprint === undefined || store === undefined || more.length > 0)
    throw unknown(`the call ${node.text}`, node)
  const parameters = new Map<string, PsValue>([
    ['bindingInformation', binding],
    ['certificateHash', thumbprint],
    ['certificateStoreName', store],
  ])
  for await (const _ of askEstate('WebBinding.AddSslCertificate', parameters, { node, session, verbose: false })) continue
  return NOTHING
}
