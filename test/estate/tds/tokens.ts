import type { SqlMessage } from '../result-sink.ts'
import { ByteBuilder } from './byte-builder.ts'
import { SERVER_VERSION } from './server-version.ts'

export const DONE = { more: 0x0001, error: 0x0002, inTransaction: 0x0004, count: 0x0010, attention: 0x0020 } as const

/** SQL Server cuts its messages at this many characters, and a token could not hold many more. */
const MESSAGE_CHARACTERS = 2047
/** SQL_Latin1_General_CP1_CI_AS: code page 1252 for varchar. */
export const COLLATION: Buffer = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

const DONE_TOKEN = { statement: 0xfd, procedure: 0xfe, inProcedure: 0xff } as const

/** DONE, DONEPROC or DONEINPROC with status bits and, where the statement counted rows, their number. */
export function doneToken(kind: keyof typeof DONE_TOKEN, status: number, rows?: number): Buffer {
  const bits = rows === undefined ? status : status | DONE.count
  return new ByteBuilder()
    .u8(DONE_TOKEN[kind])
    .u16(bits)
    .u16(0)
    .u64(BigInt(rows ?? 0))
    .done()
}

/** INFO up to severity 10, ERROR from 11. */
export function messageToken(message: SqlMessage, server: string): Buffer {
  const body = new ByteBuilder()
    .i32(message.number)
    .u8(message.state)
    .u8(message.severity)
    .longText(message.text.slice(0, MESSAGE_CHARACTERS))
    .shortText(server)
    .shortText(message.procedure ?? '')
    .i32(message.line)
    .done()
  return token(message.severity > 10 ? 0xaa : 0xab, body)
}

export function loginAck(tdsVersion: number): Buffer {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(tdsVersion)
  const { major, minor, build, program } = SERVER_VERSION
  const body = new ByteBuilder()
    .u8(1)
    .bytes(version)
    .shortText(program)
    .bytes(Buffer.from([major, minor, build >> 8, build & 0xff]))
    .done()
  return token(0xad, body)
}

const CHANGE = { database: 1, language: 2, packetSize: 4 } as const

/** ENVCHANGE of a text value. */
export function textChange(what: keyof typeof CHANGE, now: string, before: string): Buffer {
  return token(0xe3, new ByteBuilder().u8(CHANGE[what]).shortText(now).shortText(before).done())
}

const BYTE_CHANGE = { collation: 7, begin: 8, commit: 9, rollback: 10, reset: 18 } as const

/** ENVCHANGE of a binary value: collation, transaction descriptors, the acknowledged reset. */
export function byteChange(what: keyof typeof BYTE_CHANGE, now: Buffer, before: Buffer): Buffer {
  return token(0xe3, new ByteBuilder().u8(BYTE_CHANGE[what]).u8(now.length).bytes(now).u8(before.length).bytes(before).done())
}

/** ENVCHANGE 20: the client is to go to another server (protocol 0 is TCP). */
export function routeChange({ server, port }: { server: string; port: number }): Buffer {
  const to = new ByteBuilder().u8(0).u16(port).longText(server).done()
  return token(0xe3, new ByteBuilder().u8(20).u16(to.length).bytes(to).u16(0).done())
}

export function returnStatus(status: number): Buffer {
  return new ByteBuilder().u8(0x79).i32(status).done()
}

function token(kind: number, body: Buffer): Buffer {
  return new ByteBuilder().u8(kind).u16(body.length).bytes(body).done()
}
