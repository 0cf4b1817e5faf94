/** One thing of the way to a platform, tried. */
export interface Proof {
  what: string
  /** Undefined: it can not be proved from here. */
  good: boolean | undefined
  says: string
}
