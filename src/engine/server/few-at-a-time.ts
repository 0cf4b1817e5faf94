/** Gives each item its turn, at most `width` at once. One that fails keeps nobody else from theirs. Answers which failed, with the error. */
export async function fewAtATime<T>(
  items: readonly T[],
  width: number,
  act: (item: T) => Promise<unknown>,
): Promise<{ item: T; error: unknown }[]> {
  const failed: { item: T; error: unknown }[] = []
  const waiting = items.values()
  const lane = async (): Promise<void> => {
    for (const item of waiting) {
      try {
        await act(item)
      } catch (error) {
        failed.push({ item, error })
      }
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return failed
}
