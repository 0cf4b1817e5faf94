/** Arithmetic on instants (UTC, ISO 8601 with milliseconds) that arrive as arguments. */

export function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString()
}

export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from)
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
