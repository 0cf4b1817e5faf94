/** The runs whose audit file lacks something. */
export interface Behind {
  add(run: string): void
  delete(run: string): void
  all(): string[]
  /** Resolves when one comes in that was not behind. */
  another(): Promise<void>
}

export function behindFiles(): Behind {
  const runs = new Set<string>()
  let came = Promise.withResolvers<void>()
  return {
    add(run) {
      if (runs.has(run)) return
      runs.add(run)
      came.resolve()
      came = Promise.withResolvers<void>()
    },
    delete: (run) => void runs.delete(run),
    all: () => [...runs],
    another: () => came.promise,
  }
}
