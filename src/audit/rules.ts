/** Raised whenever `decide` would answer differently to the same command, or another key would have to sign it. */
export const RULES_VERSION = 10

/** Which release decides by which rules: no release but this one can say whether such a log is true. */
export const RELEASE_OF_RULES: Readonly<Record<number, string>> = {
  1: '0.1.0',
  2: '0.2.0',
  3: '0.3.0',
  4: '0.4.0',
  5: '0.6.0',
  6: '0.7.0',
  7: '0.8.0',
  8: '0.9.0',
  9: '0.10.0',
  10: '0.11.0',
}
