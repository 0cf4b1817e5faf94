/** Documents for other work than this repository's, as people would write them with docs/procedures.md beside them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from './judged.ts'

export const FOLDER = join(import.meta.dirname, '..', 'procedure', 'strangers')

export function stranger(id: string): Exclude<Document, string> {
  return { id, text: readFileSync(join(FOLDER, `${id}.md`), 'utf8') }
}

/** By document: what its people answer. */
export const ANSWERS: Record<string, Record<string, string>> = {
  'cut-over-by-tail-log': { db: 'shop', old: 'PRI', new: 'SEC', files: 'sec-host', share: '\\\\files.contoso.com\\pchatlogs' },
  'force-availability-group': { ag: 'sfb-ag', target: 'AG2', lost: 'AG1' },
  'mend-orphaned-users': { server: 'SEC', db: 'shop', only: 'shop_app' },
  'restart-application-pool': { site: 'intranet.contoso.com', web: 'web1' },
  'rotate-certificate': {
    site: 'portal.contoso.com',
    nodes: 'web1, web2',
    outside: 'management',
    file: '\\\\files.contoso.com\\certs\\portal.pfx',
    pfxPassword: 'portal-pfx',
    thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
    notBefore: '2026-11-29 03:00 +09:00',
  },
  'switch-mailbox-database': { mailboxDatabase: 'DB01', target: 'ex2.contoso.com', shell: 'exchange' },
}
