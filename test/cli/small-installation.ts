import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { ROOT } from '../practice/write-configuration.ts'
import { countersign, type Ended } from './countersign.ts'

/** Base64 SPKI of a key that nobody has. */
export const NOBODYS_KEY = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='

export interface SmallHouse extends Disposable {
  dir: string
  /** The program, started in the house. */
  run(...words: string[]): Promise<Ended>
  write(name: string, text: string): void
  /** A configuration with other things in it. */
  configure(name: string, more: object): void
}

const target = (host: string, more: object = { kind: 'powershell' }): object => ({ site: 'dc2', host, practice: true, ...more })
const SQL = { kind: 'sql-server', user: 'countersign', password: { env: 'SMALL_HOUSE_PASSWORD' } }

/** Of a house whose targets are nowhere. */
export const CONFIGURATION = {
  installation: 'small',
  practice: true,
  state: 'state',
  console: { port: 0 },
  sites: { dc2: { workers: { anna: { key: NOBODYS_KEY } } } },
  targets: {
    SEC: target('sqlb1.contoso.com', SQL),
    SECM: target('sqlb2.contoso.com', SQL),
    'sec-host': target('sqlb1.contoso.com'),
    management: target('admin2.contoso.com'),
  },
}

/** The product's documents and policies with a configuration whose targets are nowhere. */
export function openSmallHouse(): SmallHouse {
  const dir = mkdtempSync(join(tmpdir(), 'cli-small-'))
  for (const part of ['commands/failover-persistent-chat.md', 'approvals']) cpSync(join(ROOT, part), join(dir, part), { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(dir, name), text)
  const configure = (name: string, more: object): void => write(name, stringify({ ...CONFIGURATION, ...more }))
  configure('countersign.yaml', {})
  return {
    dir,
    run: (...words) => countersign(words, { cwd: dir }),
    write,
    configure,
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  }
}
