// Preloaded into a program of a test: its wall clock is off by SHIFTED_MS, and from SIGUSR2 on by SHIFTED_THEN_MS. What it measures by, `performance.now()`, is not.
const Real = Date
let shifted = Number(process.env.SHIFTED_MS ?? 0)
process.on('SIGUSR2', () => (shifted = Number(process.env.SHIFTED_THEN_MS ?? 0)))
globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + shifted)
    else super(...parts)
  }
  static now() {
    return Real.now() + shifted
  }
}
