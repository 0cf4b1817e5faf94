/** What mutated code asks: is this mutant on? One is on at a time; 0 is the program as it was written. */

interface Board {
  on: number
  calls: number
  limit: number
  reached: Set<number> | undefined
}

export const board: Board = { on: 0, calls: 0, limit: Number.POSITIVE_INFINITY, reached: undefined }

/** A mutant that never comes to an end asks again and again. */
function isOn(id: number): boolean {
  if (++board.calls > board.limit) throw new Error('this mutant runs for ever')
  board.reached?.add(id)
  return board.on === id
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

Object.assign(globalThis, {
  __m: isOn,
  __and: (id: number, a: unknown, b: () => unknown) => (isOn(id) ? a || b() : a && b()),
  __or: (id: number, a: unknown, b: () => unknown) => (isOn(id) ? a && b() : a || b()),
  __compare: (id: number, sign: string, a: number, b: number) => COMPARE[isOn(id) ? (OTHER[sign] ?? sign) : sign]?.(a, b),
  __add: (id: number, sign: string, a: number, b: number) => ((sign === '+') === isOn(id) ? a - b : a + b),
})
