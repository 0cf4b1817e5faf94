import { until } from '../engine/until.ts'
import type { Platform, Pressable, ShownCard, Told } from './platform.ts'

/** Waits until the newest card fits. Rejects with the card that is there instead. */
export async function untilCard(platform: Platform, run: string, fits: (card: ShownCard) => boolean): Promise<ShownCard> {
  let card: ShownCard | undefined
  return until(
    () => `the card of ${run} never came to that; it says:\n${card?.text.join('\n') ?? 'nothing'}`,
    async () => {
      card = await platform.card(run)
      return card && fits(card) ? card : undefined
    },
  )
}

/** The card as soon as it says this anywhere. */
export async function untilSays(platform: Platform, run: string, words: string): Promise<ShownCard> {
  return untilCard(platform, run, ({ text }) => text.join('\n').includes(words))
}

/** The first button whose label begins like this, as soon as there is one. */
export async function untilButton(platform: Platform, run: string, label: string): Promise<Pressable> {
  const card = await untilCard(platform, run, ({ buttons }) => buttons.some((button) => button.label.startsWith(label)))
  return buttonOf(card, label)
}

export function buttonOf(card: ShownCard, label: string): Pressable {
  const button = card.buttons.find((each) => each.label.startsWith(label))
  if (!button) throw new Error(`the card has no button ${label}: ${card.buttons.map((each) => each.label).join(', ')}`)
  return button
}

/** The thread as soon as one of its lines says this. */
export async function untilThread(platform: Platform, run: string, words: string): Promise<string[]> {
  let thread: string[] = []
  return until(
    () => `the thread of ${run} never says "${words}"; it says:\n${thread.join('\n')}`,
    async () => {
      thread = await platform.thread(run)
      return thread.some((line) => line.includes(words)) ? thread : undefined
    },
  )
}

export function runOf(told: Told): string {
  if (told.run === undefined) throw new Error(`no run began: ${told.lines.join('\n')}`)
  return told.run
}

/** Waits again where one wait is not enough: for an estate that is as slow as life. */
export async function patiently(wait: () => Promise<unknown>, tries = 4): Promise<void> {
  try {
    await wait()
  } catch (cause) {
    if (tries === 1) throw cause
    await patiently(wait, tries - 1)
  }
}
