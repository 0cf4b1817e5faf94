/** The form of a button that needs words: a reason, from where to begin again, the open questions. */
import canonicalize from 'canonicalize'
import { z } from 'zod'
import type { SaidView } from '../../../words/said-view.ts'
import type { Button, Card } from '../../card/card.ts'
import type { ButtonData } from '../../press.ts'
import { context, section, type Modal } from '../render/block.ts'
import { questionFields } from './fields.ts'
import { panelBlocks, renderModal } from './render-modal.ts'

export const PRESS_FORM = 'press'

const metadata = z.object({ data: z.unknown(), channel: z.string().max(40) })

/** Undefined: the card as it is now has no such button. */
export function pressForm(card: Card, view: SaidView, pressed: ButtonData, channel: string): Modal | undefined {
  const button = buttonsOf(card).find(({ data }) => canonicalize(data) === canonicalize(pressed))
  if (!button) return undefined
  const { words } = view
  const base = { words, callback: PRESS_FORM, metadata: { data: pressed, channel } satisfies z.input<typeof metadata> }
  const where = context(`${view.rehearsal ? words.rehearsalMark : ''}${view.run} · ${view.title}`)
  if (pressed.act === 'answer') {
    const above = [where, section(card.form?.heading ?? '')]
    return renderModal({ ...base, title: view.run, go: words.slack.form.start, above, fields: questionFields(words, view.questions) })
  }
  const { panel } = button
  if (!panel) return undefined
  const title = `${button.label.replace(/…$/, '')} · ${view.run}`
  return renderModal({ ...base, title, go: panel.go, above: [where, ...panelBlocks(words, panel)], fields: panel.inputs })
}

/** The button's data with what was written, as `readPress` takes it, and where it was pressed. */
export function readPressForm(privateMetadata: string, written: Record<string, string>): { data: unknown; channel: string } | undefined {
  try {
    const read = metadata.safeParse(JSON.parse(privateMetadata)).data
    if (!read || typeof read.data !== 'object' || read.data === null) return undefined
    return { data: { ...written, ...read.data }, channel: read.channel }
  } catch {
    return undefined
  }
}

function buttonsOf({ gate, attention, form, confirm, leave }: Card): Button[] {
  return [gate, attention, form, confirm].flatMap((box) => box?.buttons ?? []).concat(leave)
}
