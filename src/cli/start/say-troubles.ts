import { inOrderOfNeed, type Trouble } from '../../chat/live/connection-state.ts'
import { sayInstant } from '../../text/instant.ts'
import type { PlatformName } from '../../words/live-words.ts'

/** Takes all that does not work on a platform whenever that changes: says what came and what is over on the terminal, and hands on a sentence each, what people wait for first. */
export function sayTroubles(platform: PlatformName, onTroubles: (sentences: string[]) => void): (troubles: readonly Trouble[]) => void {
  let said: readonly Trouble[] = []
  return (troubles) => {
    for (const line of changesOf(platform, said, troubles)) process.stdout.write(`${line}\n`)
    said = troubles
    onTroubles(inOrderOfNeed(troubles).map(({ says, since }) => `${platform}: ${says} Since ${sayInstant(since)}.`))
  }
}

/** Each trouble when it comes, and when it is over. */
function changesOf(platform: PlatformName, before: readonly Trouble[], after: readonly Trouble[]): string[] {
  const came = after.filter(({ part, says }) => !before.some((each) => each.part === part && each.says === says))
  const over = before.filter(({ part }) => !after.some((each) => each.part === part))
  const reached = over.some(({ part }) => REACHED.has(part)) && !after.some(({ part }) => REACHED.has(part))
  return [
    ...came.map(({ says }) => `${platform}: ${says}`),
    ...over.filter(({ part }) => !REACHED.has(part)).map(({ says }) => `${platform}, over: ${says}`),
    ...(reached ? [`${platform} can be reached again.`] : []),
  ]
}

const REACHED = new Set(['web', 'events'])
