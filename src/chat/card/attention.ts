import type { Offer } from '../../words/card-words.ts'
import type { SaidView } from '../../words/said-view.ts'
import type { Button, Card, Input } from './card.ts'
import { reasonInput } from './reason.ts'

type Attention = NonNullable<SaidView['attention']>

/** What went wrong, in the run's own sentence, and the ways out. Each needs a reason, and a second person approves it. */
export function drawAttention(view: SaidView, attention: Attention): NonNullable<Card['attention']> {
  return {
    heading: view.words.card.attention.heading(attention.step),
    sentence: attention.sentence,
    buttons: attention.offers.map((offer) => drawOffer(view, attention, offer)),
  }
}

function drawOffer(view: SaidView, attention: Attention, offer: Offer): Button {
  const offered = view.words.card.attention.offers[offer]
  const data: Button['data'] =
    offer === 'reopen' ? { v: 1, act: 'reopen', run: view.run } : { v: 1, act: offer, run: view.run, step: attention.step }
  return {
    label: offered.label,
    style: STYLES[offer],
    data,
    panel: {
      lines: [offered.says],
      warnings: [],
      inputs: [...(FROM[offer]?.(view, attention) ?? []), reasonInput(view.words, offer)],
      go: offered.go(attention.step),
    },
  }
}

/** Going back is offered only where there is more than one step to choose. */
function beginFrom(view: SaidView, attention: Attention): Input[] {
  const from = [...new Set([...attention.mayBeginFrom, attention.step])].toSorted((a, b) => b - a)
  if (from.length < 2) return []
  const words = view.words.card.attention
  const choices = from.map((number) => {
    const title = view.steps.find((step) => step.number === number)?.title ?? ''
    return { title: words.beginFromStep({ number, title, same: number === attention.step }), value: String(number) }
  })
  return [{ type: 'choice', name: 'retry.from', label: words.beginFrom, required: true, value: String(attention.step), choices }]
}

/** How far back; also where there is one step only, so that it is read before it is asked for. */
function undoTo(view: SaidView, { mayUndoTo = [] }: Attention): Input[] {
  const words = view.words.card.attention
  const choices = mayUndoTo
    .toSorted((a, b) => b - a)
    .map((number) => {
      const title = view.steps.find((step) => step.number === number)?.title ?? ''
      return { title: words.undoToStep({ number, title }), value: String(number) }
    })
  return [{ type: 'choice', name: 'undo.from', label: words.undoTo, required: true, value: choices[0]?.value ?? '', choices }]
}

const FROM: Partial<Record<Offer, (view: SaidView, attention: Attention) => Input[]>> = { retry: beginFrom, undo: undoTo }

const STYLES: Record<Offer, Button['style']> = {
  retry: 'positive',
  undo: 'default',
  'mark-done': 'default',
  skip: 'default',
  abort: 'destructive',
  reopen: 'positive',
}
