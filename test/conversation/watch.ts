import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '../suite/patience.ts'
import type { Platform, Pressable, ShownCard, Told } from './platform.ts'

/** Waits until the newest card fits. Rejects with the card that is there instead. */
export async function untilCard(platform: Platform, run: string, fits: (card: ShownCard) => boolean): Promise<ShownCard> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const card = await platform.card(run)
    if (card && fits(card)) return card
    if (Date.now() > giveUpAt) throw new Error(`the card of ${run} never came to that; it says:\n${card?.text.join('\n') ?? 'nothing'}`)
    await pause(100)
  }
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
  const giveUpAt = Date.now() + PATIENCE_MS
  for (;;) {
    const thread = await platform.thread(run)
    if (thread.some((line) => line.includes(words))) return thread
    if (Date.now() > giveUpAt) throw new Error(`the thread of ${run} never says "${words}"; it says:\n${thread.join('\n')}`)
    await pause(100)
  }
}

export function runOf(told: Told): string {
  if (told.run === undefined) throw new Error(`no run began: ${told.lines.join('\n')}`)
  return told.run
}
