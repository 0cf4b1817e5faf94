/** A point in time, as people write it with its zone: kept in UTC. */
import { begun, type Read } from './value-fault.ts'

const DATE_AND_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,7}))? ?(.*)$/i
const ZONE = /^(?:Z|UTC|GMT|([+-])(\d\d)(?::?(\d\d))?)$/i
/** Kiribati is the farthest: UTC+14. */
const FARTHEST_MINUTES = 14 * 60

/** `2026-11-29T03:00:00Z`; milliseconds only where there are some. A zone's name is none: what it means changes by law. */
export function readInstant(text: string): Read<string> {
  const [, date = '', minutes = '', seconds = ':00', fraction = '', zone = ''] = DATE_AND_TIME.exec(text) ?? []
  const local = `${date}T${minutes}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const ms = Date.parse(local)
  // What does not come back as it went is no date: the 30th of February.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== local) return { fault: { is: 'no-instant', written: begun(text) } }
  if (zone === '') return { fault: { is: 'no-zone', written: begun(text) } }
  const offset = minutesOf(zone)
  if (offset === undefined) return { fault: { is: 'no-instant', written: begun(text) } }
  const utc = new Date(ms - offset * 60_000).toISOString()
  return utc.length === local.length ? { value: utc.replace('.000Z', 'Z') } : { fault: { is: 'no-instant', written: begun(text) } }
}

function minutesOf(zone: string): number | undefined {
  const found = ZONE.exec(zone)
  if (found === null) return undefined
  const [, sign = '+', hours = '0', minutes = '0'] = found
  const offset = Number(hours) * 60 + Number(minutes)
  if (Number(minutes) > 59 || offset > FARTHEST_MINUTES) return undefined
  return sign === '-' ? -offset : offset
}
