import type { SqlInstance, SqlMessage, SqlSession } from '../result-sink.ts'
import type { Login7 } from './login7.ts'
import { FIRST_PACKET_BYTES } from './packet-header.ts'
import type { PacketWriter } from './packet-writer.ts'
import { byteChange, COLLATION, DONE, doneToken, loginAck, messageToken, routeChange, textChange } from './tokens.ts'

/** TDS 7.2 to 7.4: before 7.2 requests have no headers and counts are shorter. */
const OLDEST = 0x72_00_00_00
const NEWEST = 0x74_00_00_04
/** TLS takes no longer packets than its records. */
const MAX_PACKET = { clear: 32_767, tls: 16_383 } as const

/** Answers LOGIN7: the session, or undefined after the refusal was written (the connection is to be closed then). */
export function answerLogin(
  login: Login7,
  instance: SqlInstance,
  carrier: keyof typeof MAX_PACKET,
  writer: PacketWriter,
): SqlSession | undefined {
  const session = refusal(login) ?? instance.login({ ...login, encrypted: carrier === 'tls' })
  if (!('execute' in session)) {
    for (const message of session) writer.add(messageToken(message, instance.name))
    writer.add(doneToken('statement', DONE.error))
    writer.end()
    return undefined
  }
  writer.spid = session.spid
  const database = login.database || 'master'
  const packetBytes = agreedPacketBytes(login.packetBytes, MAX_PACKET[carrier])
  const information = (number: number, text: string): Buffer =>
    messageToken({ number, severity: 0, state: 1, line: 1, text }, instance.name)
  writer.add(textChange('database', database, 'master'))
  writer.add(information(5701, `Changed database context to '${database}'.`))
  writer.add(byteChange('collation', COLLATION, Buffer.alloc(0)))
  writer.add(textChange('language', 'us_english', ''))
  writer.add(information(5703, 'Changed language setting to us_english.'))
  writer.add(loginAck(Math.min(login.tdsVersion, NEWEST)))
  writer.add(textChange('packetSize', String(packetBytes), String(FIRST_PACKET_BYTES)))
  if (instance.routesTo) writer.add(routeChange(instance.routesTo))
  writer.add(doneToken('statement', 0))
  writer.end()
  writer.packetBytes = packetBytes
  return session
}

function refusal(login: Login7): SqlMessage[] | undefined {
  const refuse = (text: string): SqlMessage[] => [{ number: 18_456, severity: 14, state: 1, line: 1, text }]
  if (login.tdsVersion < OLDEST)
    return refuse(`The stand-in speaks TDS 7.2 to 7.4, the client asked for version 0x${login.tdsVersion.toString(16)}.`)
  if (login.integrated) return refuse('Login failed. The stand-in has no Windows authentication: log in with a user name and a password.')
  return undefined
}

function agreedPacketBytes(asked: number, most: number): number {
  return asked === 0 ? FIRST_PACKET_BYTES : Math.min(Math.max(asked, 512), most)
}
