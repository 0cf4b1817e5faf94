/** What mutated code asks: is this mutant on? None is in the program as it was written. */

interface Board {
  on: ReadonlySet<number>
  calls: number
  limit: number
  /** Mutants that would have made a difference to what was computed here: a test that meets none of a mutant's need not be run with it. */
  reached: Set<number> | undefined
}

export const board: Board = { on: new Set(), calls: 0, limit: Number.POSITIVE_INFINITY, reached: undefined }

/** A mutant that never comes to an end asks again and again. */
function isOn(id: number, differs = true): boolean {
  if (++board.calls > board.limit) throw new Error('this mutant runs for ever')
  if (differs) board.reached?.add(id)
  return board.on.has(id)
}

/** Of a branch that is not taken nothing is missed. */
function drop(id: number, test: unknown): unknown {
  return isOn(id, Boolean(test)) ? false : test
}

/** What stands behind a sign is not asked where the program as it was written does not ask it: it may rely on what stands before. */
function and(id: number, a: unknown, b: () => unknown): unknown {
  if (!a) return isOn(id) ? b() : a
  const value = b()
  return isOn(id, !Object.is(a, value)) ? a : value
}

function or(id: number, a: unknown, b: () => unknown): unknown {
  if (a) return isOn(id) ? b() : a
  const value = b()
  return isOn(id, !Object.is(a, value)) ? a : value
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
}
const OTHER: Record<string, string> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===' }

function compare(id: number, sign: string, a: number, b: number): boolean | undefined {
  const written = COMPARE[sign]?.(a, b)
  const other = COMPARE[OTHER[sign] ?? sign]?.(a, b)
  return isOn(id, written !== other) ? other : written
}

Object.assign(globalThis, {
  __m: isOn,
  __drop: drop,
  __and: and,
  __or: or,
  __compare: compare,
  __add: (id: number, sign: string, a: number, b: number) => ((sign === '+') === isOn(id) ? a - b : a + b),
})
