import { closestName } from '../text/closest-name.ts'

/** " Did you mean X?", or nothing. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = closestName(written.slice(0, 80), names)
  return name === undefined ? '' : ` Did you mean ${name}?`
}
