import { LETTERS } from './documents.ts'
import type { Installation } from './installation.ts'
import type { Platform, ShownCard } from './platform.ts'
import { buttonOf, runOf, untilButton, untilSays } from './watch.ts'

/** A platform, and the house behind it. */
export interface Stage {
  platform: Platform
  installation: Installation
}

/** A copy of a letter that nobody asked for yet. */
export function newCopy(): { from: string; to: string; name: string } {
  const name = `${crypto.randomUUID().slice(0, 8)}.txt`
  return { from: `${LETTERS}\\${name}`, to: `${LETTERS}\\copy-of-${name}`, name }
}

export interface AtGate {
  run: string
  card: ShownCard
  copy: ReturnType<typeof newCopy>
}

/** Dana asked for a copy, and its gate waits. `missing`: the letter is not there, so the step will fail. */
export async function atGate({ platform, installation }: Stage, { missing = false, words = '' } = {}): Promise<AtGate> {
  const copy = newCopy()
  if (!missing) installation.writeLetter(copy.name)
  const told = await platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host ${words}`)
  const run = runOf(told)
  await untilButton(platform, run, 'Approve')
  return { run, card: await untilSays(platform, run, 'Waiting for approval'), copy }
}

/** As `atGate`; Amir and Bob countersigned. */
export async function countersigned(stage: Stage, options: { missing?: boolean } = {}): Promise<AtGate> {
  const at = await atGate(stage, options)
  const approve = buttonOf(at.card, 'Approve')
  await stage.platform.press('amir', approve)
  await stage.platform.press('bob', approve)
  return at
}

/** The run stopped: the letter it should copy was never there. `before`: the card that its gate had. */
export async function inAttention(stage: Stage): Promise<AtGate & { before: ShownCard }> {
  const at = await countersigned(stage, { missing: true })
  await untilButton(stage.platform, at.run, 'Retry')
  return { ...at, before: at.card, card: await untilSays(stage.platform, at.run, 'Needs people') }
}
