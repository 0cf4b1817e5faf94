/** The colours that mean something in a real run; a rehearsal has its own for all of them. */
const MEANING = new Set(['good', 'warning', 'attention'])

/** The same elements in the one colour of rehearsals: green would say done, amber and red would call people. */
export function inRehearsalColours<T>(drawn: T): T {
  return recoloured(drawn) as T
}

function recoloured(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recoloured)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'data') return [key, each]
      const meant = (key === 'style' || key === 'color') && typeof each === 'string' && MEANING.has(each)
      return [key, meant ? 'accent' : recoloured(each)]
    }),
  )
}
