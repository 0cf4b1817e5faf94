/** The configuration of docs/cluster.md, read as the bot reads it. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfiguration } from '../../src/config.ts'
import { engineElsewhere } from '../../src/cli/installation/engine-elsewhere.ts'
import type { Elsewhere } from '../../src/engine/elsewhere/reach-elsewhere.ts'
import { formatFault } from '../../src/text/fault.ts'
import { botConfiguration } from './documented.ts'
import type { Nodes } from './nodes.ts'

/** `among`: so many nodes of the three. `port`: where the bot listens, where it is not the first on its address. */
export function asConfigured({ place, identity }: Pick<Nodes, 'place' | 'identity'>, among = 3, port = 9080): Elsewhere {
  const file = join(mkdtempSync(join(place.dir, 'bot-')), 'countersign.yaml')
  const engine = botConfiguration(place, identity)
    .replaceAll(/: (ca\.pem|bot\.pem|bot\.key)/g, ': ../$1')
    .replaceAll(':9080', `:${port}`)
  writeFileSync(file, `installation: test\nsites: { east: { workers: {} } }\ntargets: {}\n${engine}`)
  const read = loadConfiguration(file)
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'))
  const elsewhere = engineElsewhere(read.configuration)
  if (elsewhere === undefined) throw new Error('docs/cluster.md names no engine')
  return { ...elsewhere, ingress: elsewhere.ingress.slice(0, among), admin: elsewhere.admin.slice(0, among) }
}
