/** What a worker tells whoever measures it (Node's diagnostics channels): also looks that no entry holds. Where nobody listens nothing happens. */
import { channel } from 'node:diagnostics_channel'
import type { Language, Role } from '../procedure/procedure.ts'

export interface EndedBlock {
  role: Role
  language: Language
  /** Milliseconds inside the block, as its result says. */
  tookMs: number
}

const BLOCKS = channel('countersign:block')

/** Each block that was sent, when it has ended. */
export function tellBlock(block: EndedBlock): void {
  BLOCKS.publish(block)
}

const PAUSES = channel('countersign:pause')

/** Each pause between two looks at an effect that did not show yet, in milliseconds, when it is over. */
export function tellPause(ms: number): void {
  PAUSES.publish({ ms })
}
