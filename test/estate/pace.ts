/** The estate's hours are seconds or minutes: a document that is played on it waits as long as its clock does. */

/** Estate milliseconds per real one, and the shortest that an effect or a condition is waited for: a busy machine is slower than the estate's clock. */
export interface Pace {
  speed: number
  shortestS: number
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600 }

/** The document, waiting for effects and conditions at the pace of the estate's clock: a run whose effect never comes would wait for real minutes. */
export function atPace({ speed, shortestS }: Pace): (text: string) => string {
  return (text) =>
    text.replaceAll(/^(settle|wait): (\d+)([smh])$/gm, (_, key: string, count: string, unit: string) => {
      const seconds = Number(count) * (UNITS[unit] ?? 1)
      return `${key}: ${Math.min(seconds, Math.max(shortestS, Math.ceil(seconds / speed)))}s`
    })
}
