import { TdsFault } from './tds-fault.ts'

const DAY_MS = 86_400_000

/** datetime (8 bytes) or smalldatetime (4 bytes). */
export function decodeDateTimeN(bytes: Buffer): Date {
  if (bytes.length === 4) return possible(Date.UTC(1900, 0, 1) + bytes.readUInt16LE(0) * DAY_MS + bytes.readUInt16LE(2) * 60_000)
  return possible(Date.UTC(1900, 0, 1) + bytes.readInt32LE(0) * DAY_MS + Math.round((bytes.readUInt32LE(4) * 10) / 3))
}

/** date, datetime2 and datetimeoffset (whose stored time is UTC); what is finer than a millisecond is lost in a Date. */
export function decodeDateTime2(bytes: Buffer, scale: number, kind: 'date' | 'datetime2' | 'datetimeoffset'): Date {
  const timeBytes = kind === 'date' ? 0 : scale <= 2 ? 3 : scale <= 4 ? 4 : 5
  const expected = timeBytes + 3 + (kind === 'datetimeoffset' ? 2 : 0)
  if (bytes.length !== expected || scale > 7) throw new TdsFault(`a ${kind} value of scale ${scale} has ${bytes.length} bytes`)
  const ticks = timeBytes === 0 ? 0 : bytes.readUIntLE(0, timeBytes)
  const date = new Date(0)
  date.setUTCFullYear(1, 0, 1)
  return possible(date.getTime() + bytes.readUIntLE(timeBytes, 3) * DAY_MS + Math.floor((ticks * 1000) / 10 ** scale))
}

/** The years 1 to 9999, which SQL Server knows too. */
function possible(time: number): Date {
  const year = new Date(time).getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw new TdsFault('a date lies outside the years 1 to 9999')
  return new Date(time)
}

export function decodeGuid(bytes: Buffer): string {
  const hex = (from: number, to: number, swap: boolean): string => {
    const part = Buffer.from(bytes.subarray(from, to))
    return (swap ? Buffer.from(part.toReversed()) : part).toString('hex').toUpperCase()
  }
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10, false), hex(10, 16, false)].join('-')
}

/** money (8 bytes, the high half first) or smallmoney (4 bytes) as a decimal text. */
export function decodeMoney(bytes: Buffer): string {
  if (bytes.length === 4) return withPoint(BigInt(bytes.readInt32LE()), 4)
  return withPoint((BigInt(bytes.readInt32LE(0)) << 32n) | BigInt(bytes.readUInt32LE(4)), 4)
}

/** The sign, then the magnitude from its lowest byte, as a decimal text. */
export function decodeNumeric(bytes: Buffer, scale: number): string {
  let magnitude = 0n
  for (let at = bytes.length - 1; at >= 1; at -= 1) magnitude = (magnitude << 8n) | BigInt(bytes[at] ?? 0)
  return withPoint(bytes[0] === 0 ? -magnitude : magnitude, scale)
}

function withPoint(units: bigint, scale: number): string {
  if (scale === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
