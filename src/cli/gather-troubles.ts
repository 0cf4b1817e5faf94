/** What is wrong with the house, from several sides, as the one list that the console shows. */
export interface Troubles {
  /** Takes the place of what this side said before. */
  say(side: string, says: string[]): void
  /** A console that opens later is shown what was said before. */
  showOn(show: (says: string[]) => void): void
}

export function gatherTroubles(): Troubles {
  const bySide = new Map<string, string[]>()
  let show: (says: string[]) => void = () => undefined
  const all = () => [...bySide.values()].flat()
  return {
    say(side, says) {
      bySide.set(side, says)
      show(all())
    },
    showOn(next) {
      show = next
      if (all().length > 0) show(all())
    },
  }
}
