/** Arithmetic on instants (UTC, ISO 8601 with milliseconds) that arrive as arguments. */

export function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString()
}

export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from)
}

/** `2026-11-21 03:42:10 UTC`: the one form in which people are shown a time; what is not an instant is shown as it came. */
export function sayInstant(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 19)} UTC` : at
}

/** `40 ms`, `7 s`, `12 min`, `3 h 5 min`: for sentences. */
export function spoken(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
