import { SqlError } from './sql-error.ts'
import { dateText, parseDate } from './stored-value.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A datetime as CONVERT writes it in a style; `text` is the stored form. */
export function formatDate(text: string, style: number): string {
  const [day = '', time = ''] = text.split('T')
  const seconds = time.slice(0, 8)
  switch (style) {
    case 0:
    case 100:
      return defaultStyle(day, time)
    case 20:
    case 120:
      return `${day} ${seconds}`
    case 21:
    case 25:
    case 121:
      return `${day} ${time}`
    case 23:
      return day
    case 8:
    case 108:
      return seconds
    case 14:
    case 114:
      return `${seconds}:${time.slice(9, 12)}`
    case 112:
      return day.replaceAll('-', '')
    case 126:
    case 127:
      return time.endsWith('.000') ? `${day}T${seconds}` : `${day}T${time}`
    default:
      throw new SqlError(281, `${style} is not a valid style number when converting from datetime to a character string.`)
  }
}

/** The stored form of a written date; undefined when it is none (of the forms without language). */
export function readDate(text: string): string | undefined {
  const match = /^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?Z?\s*$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0'] = match
  const date = parseDate(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}`)
  return Number.isNaN(date.getTime()) ? undefined : dateText(date)
}

function defaultStyle(day: string, time: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const hour = Number(time.slice(0, 2))
  const clock = `${String(hour % 12 === 0 ? 12 : hour % 12).padStart(2)}:${time.slice(3, 5)}${hour < 12 ? 'AM' : 'PM'}`
  return `${MONTHS[Number(month) - 1] ?? ''} ${String(Number(date)).padStart(2)} ${year} ${clock}`
}
