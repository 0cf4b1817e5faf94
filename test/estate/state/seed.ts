import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { actor, reader } from '../rights/principal.ts'
import { noApplications } from './applications.ts'
import { applyFullBackup, applyLogBackup } from './apply-backup.ts'
import type { ChatServer } from './chat-pool.ts'
import { newDatabase } from './database.ts'
import type { Database } from './database.ts'
import type { EstateState } from './estate-state.ts'
import { nextDatabaseId, newInstance, serverName } from './instance-state.ts'
import { recordBackupSet, recordRestore } from './msdb.ts'
import { onePoolLeft } from './seed-topology.ts'
import { COPY_DESTINATION, LOG_SHARE, addLogShipping } from './seed-log-shipping.ts'
import { chatStores } from './sql-store.ts'
import { realPath, shareDirectory } from './windows-path.ts'
import { logFileName, writeFullBackup, writeLogBackup } from './write-log.ts'

const QUARTER = 15 * 60_000
const RESTORED = 5
const COPIED = 2
const ONLY_ON_SHARE = 4

/** The estate as it is found: site 1 is gone, log shipping stopped in the middle of its work. */
export function seedEstate(base: Pick<EstateState, 'dir' | 'clock' | 'times' | 'login' | 'reader'>): EstateState {
  const now = base.clock.now()
  const disaster = now - 10 * 60_000
  const state: EstateState = {
    ...base,
    effects: [],
    ...onePoolLeft(now),
    stores: chatStores(),
    groups: [],
    applications: noApplications(),
    instances: [
      newInstance(base.clock, 'PRI', 'sqla1.contoso.com', 1),
      newInstance(base.clock, 'PRIM', 'sqla2.contoso.com', 1),
      newInstance(base.clock, 'SEC', 'sqlb1.contoso.com', 2),
      newInstance(base.clock, 'SECM', 'sqlb2.contoso.com', 2),
    ],
    pool: {
      fqdn: 'lyncpc.contoso.com',
      identity: 'PersistentChatServer:lyncpc.contoso.com',
      state: 'Normal',
      activeServers: [1, 2, 3, 4].map(chatServerName),
      servers: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => chatServer(number, disaster)),
      knownAt: disaster - 30 * 86_400_000,
      heard: { state: 'Normal', activeServers: [] },
    },
    // The replicas of the lost site were taken out with it when the store was brought up in site 2.
    store: {
      master: { sqlServer: 'sqlb3.contoso.com', sqlInstance: 'RTC', fqdn: 'pool2.contoso.com' },
      replicas: ['fe3.contoso.com', 'fe4.contoso.com', ...[5, 6, 7, 8].map(chatServerName)].map((fqdn) => ({
        fqdn,
        productVersion: '7.0.2046.0',
        lastUpdate: disaster - 86_400_000,
        upToDateAt: disaster - 86_400_000,
      })),
    },
  }
  for (const { principals } of state.instances) {
    principals.set(base.login.user.toLowerCase(), actor(base.login.user))
    principals.set(base.reader.user.toLowerCase(), reader(base.reader.user))
  }
  makeDirectories(base.dir)
  shipLogs(state, disaster)
  return state
}

/** The estate's state does not outlive its process: backups of an earlier one would belong to no chain. */
function makeDirectories(dir: string): void {
  const copies = realPath(dir, 'sqlb1.contoso.com', COPY_DESTINATION)!
  for (const place of [shareDirectory(dir, 'files', 'pchatlogs'), shareDirectory(dir, 'sqlb1', 'csdatabackup'), copies]) {
    mkdirSync(place, { recursive: true })
    for (const name of readdirSync(place)) if (/^mgc_\w+\.(trn|bak)$/.test(name)) rmSync(join(place, name))
  }
}

/** Plays the last three hours of log shipping through the same code as BACKUP and RESTORE. */
function shipLogs(state: EstateState, disaster: number): void {
  const [pri, , sec] = state.instances
  const created = disaster - 400 * 86_400_000
  const primary = newDatabase(5, 'mgc', created, { redoLsn: 46_000_000_031_200_001n })
  primary.content = {
    chats: 400,
    lastChat: disaster - 13 * QUARTER,
    rooms: 12,
    idSum: 4000,
    nodes: 19,
    lastNode: disaster - 7 * 86_400_000,
    revision: 212,
  }
  const secondary = newDatabase(nextDatabaseId(sec!), 'mgc', disaster - 12 * QUARTER, { status: 'RESTORING' })
  const compliance = newDatabase(6, 'mgccomp', created)
  pri!.databases.push(primary)
  sec!.databases.push(secondary, compliance)

  const share = shareDirectory(state.dir, 'files', 'pchatlogs')
  const destination = realPath(state.dir, sec!.host, COPY_DESTINATION)!
  const start = disaster - 12 * QUARTER
  const seedName = logFileName('mgc_seed', start).replace(/trn$/, 'bak')
  const seed = writeFullBackup(pri!, primary, join(share, seedName), start, 'mgc seed', false)
  const set = recordBackupSet(sec!.msdb, seed, `${LOG_SHARE}\\${seedName}`, 4_194_304)
  recordRestore(sec!.msdb, set, 'mgc', 'D', start + 240_000, { recovery: false, replace: true })
  applyFullBackup(secondary, seed)

  const names: string[] = []
  for (let index = 0; index < RESTORED + COPIED + ONLY_ON_SHARE; index++) {
    const at = start + (index + 1) * QUARTER
    const name = logFileName('mgc', at)
    names.push(name)
    const header = writeNextLog(state, primary, join(share, name), at)
    if (index < RESTORED + COPIED) copyFileSync(join(share, name), join(destination, name))
    if (index >= RESTORED) continue
    const logSet = recordBackupSet(sec!.msdb, header, `${COPY_DESTINATION}\\${name}`, 1_048_576)
    recordRestore(sec!.msdb, logSet, 'mgc', 'L', at + 180_000, { recovery: false, replace: false })
    applyLogBackup(secondary, header)
  }
  addLogShipping(sec!, serverName(pri!), {
    copied: { file: `${COPY_DESTINATION}\\${names[RESTORED + COPIED - 1]!}`, at: start + (RESTORED + COPIED) * QUARTER + 90_000 },
    restored: { file: `${COPY_DESTINATION}\\${names[RESTORED - 1]!}`, at: start + RESTORED * QUARTER + 180_000 },
  })
}

/** The primary works a while and backs up what it wrote. */
function writeNextLog(state: EstateState, primary: Database, file: string, at: number) {
  primary.content = {
    ...primary.content,
    chats: primary.content.chats + 14,
    lastChat: at - 20_000,
    idSum: primary.content.idSum + 14,
    revision: primary.content.revision + 1,
  }
  return writeLogBackup(state.instances[0]!, primary, file, at)
}

/** One more log backup turns up on the share, as the next link of the chain; gives its name. */
export function lateLog(state: EstateState): string {
  const at = state.clock.now()
  const primary = state.instances[0]!.databases.find((database) => database.name === 'mgc')!
  const name = logFileName('mgc', at)
  writeNextLog(state, primary, join(shareDirectory(state.dir, 'files', 'pchatlogs'), name), at)
  return name
}

function chatServerName(number: number): string {
  return `pc${number}.contoso.com`
}

function chatServer(number: number, disaster: number): ChatServer {
  const site = number <= 4 ? 1 : 2
  return {
    id: number,
    fqdn: chatServerName(number),
    site,
    lastPing: site === 1 ? disaster - 4000 - number * 37 : disaster - 90 * 86_400_000,
    workingSince: undefined,
  }
}
