/** Refusals of a worker that only say "not now": the order is given again, a little later. */
const NOT_NOW: ReadonlySet<string> = new Set(['worker-busy', 'worker-stopping', 'head-moved'])

export function mayAskAgain(code: string): boolean {
  return NOT_NOW.has(code)
}
