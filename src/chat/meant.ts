import { closestName } from '../text/closest-name.ts'

/** The known name that is nearest to what was written. */
export function meant(written: string, names: readonly string[]): string | undefined {
  return closestName(written.slice(0, 80), names)
}
