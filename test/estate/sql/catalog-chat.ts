import { instanceInUse, refreshPings } from '../state/chat-pool.ts'
import type { Database } from '../state/database.ts'
import { catalogTable } from './catalog-table.ts'
import type { CatalogTable } from './catalog-table.ts'

const chat: Record<string, CatalogTable> = {
  tblserveridentity: catalogTable('serverID:i serverAddress:n256 serverLastPingTime:d', ({ state, instance }, database) => {
    const { pool } = state
    refreshPings(pool, state.instances, state.clock.now(), state.times.ping)
    // A copy that nobody works on has the times of the day it was made.
    const stands = instanceInUse(pool, state.instances) === instance ? undefined : database.createdAt
    return pool.servers.map((server) => ({
      serverID: server.id,
      serverAddress: server.fqdn,
      serverLastPingTime: new Date(Math.min(server.lastPing, stands ?? server.lastPing)),
    }))
  }),
  tblchat: catalogTable('chatId:I channelId:i userId:i chatDate:d content:nmax', (_, database) =>
    count(database.content.chats).map((number) => ({
      chatId: BigInt(number),
      channelId: 2 + (number % database.content.rooms),
      userId: 100 + (number % 17),
      chatDate: new Date(database.content.lastChat - (database.content.chats - number) * 60_000),
      content: `message ${number}`,
    })),
  ),
  tbllastchatid: catalogTable('nodeID:i lastChatID:I', (_, database) => lastChatIds(database)),
  tblnode: catalogTable('nodeID:i nodeName:n256 nodeParentID:i nodeUpdatedOn:d', (_, { content }) =>
    count(content.nodes).map((number) => ({
      nodeID: number,
      nodeName: number === 1 ? 'root' : `node ${number}`,
      nodeParentID: number === 1 ? null : 1,
      nodeUpdatedOn: new Date(content.lastNode - (content.nodes - number) * 3_600_000),
    })),
  ),
  tblsystemrevision: catalogTable('sysRevision:I', (_, database) => [{ sysRevision: BigInt(database.content.revision) }]),
  tblconfig: catalogTable('configPoolID:g', (_, database) => [{ configPoolID: database.familyId }]),
}

const compliance: Record<string, CatalogTable> = {
  tblcompliancedata: catalogTable('cmplEventID:I cmplEventType:i', (_, { content }) =>
    count(content.unexported ?? 0).map((number) => ({ cmplEventID: BigInt(number), cmplEventType: 1 })),
  ),
  tblcompliancestate: catalogTable('lastProcessedEntryID:I activeServerID:i lockExpirationTime:d', () => [{ lastProcessedEntryID: 0n }]),
}

/** The tables of the chat databases, by database and table, as far as the procedures read them. */
export const chatTables: Record<string, Record<string, CatalogTable>> = { mgc: chat, mgccomp: compliance }

function lastChatIds({ content }: Database) {
  const each = content.rooms === 0 ? 0 : Math.floor(content.idSum / content.rooms)
  return count(content.rooms).map((number) => ({
    nodeID: number + 1,
    lastChatID: BigInt(number === 1 ? content.idSum - each * (content.rooms - 1) : each),
  }))
}

function count(to: number): number[] {
  return Array.from({ length: to }, (_, index) => index + 1)
}
