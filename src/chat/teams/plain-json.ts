/** A card with a form in it is some fifteen deep. */
const DEEPEST = 64

/** Whether a value read from JSON is no deeper than activities are, has no key that reaches into prototypes, and no half characters. Takes no stack. */
export function isPlain(value: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at.value === 'string' && !at.value.isWellFormed()) return false
    if (typeof at.value !== 'object' || at.value === null) continue
    if (at.depth >= DEEPEST) return false
    for (const [key, inner] of Object.entries(at.value)) {
      if (key === '__proto__' || !key.isWellFormed()) return false
      open.push({ value: inner, depth: at.depth + 1 })
    }
  }
  return true
}
