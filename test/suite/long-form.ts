import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by `npm run long`. */
    longForms: boolean
  }
}

/**
 * How much a test tries: `short` in `npm test`, `long` in `npm run long`, which runs the tests that ask here and no others.
 * The rule is the same in both; only what it is tried on grows.
 */
export function shortOrLong<T>({ short, long }: { short: T; long: T }): T {
  return inject('longForms') ? long : short
}
