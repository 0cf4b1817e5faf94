import type { SaidView } from '../../words/said-view.ts'
import type { Button, Card, Input } from './card.ts'
import { reasonInput } from './reason.ts'

type Attention = NonNullable<SaidView['attention']>
type Offer = Attention['offers'][number]

/** What went wrong, in the run's own sentence, and the ways out. Each needs a reason, and a second person approves it. */
export function drawAttention(view: SaidView, attention: Attention): NonNullable<Card['attention']> {
  return {
    heading: attention.step === 0 ? 'The run needs people' : `Step ${attention.step} needs people`,
    sentence: attention.sentence,
    buttons: attention.offers.map((offer) => drawOffer(view, attention, offer)),
  }
}

function drawOffer(view: SaidView, attention: Attention, offer: Offer): Button {
  const { label, says, go, style } = WORDS[offer]
  const data: Button['data'] =
    offer === 'reopen' ? { v: 1, act: 'reopen', run: view.run } : { v: 1, act: offer, run: view.run, step: attention.step }
  return {
    label,
    style,
    data,
    panel: {
      lines: [says],
      warnings: [],
      inputs: [...(offer === 'retry' ? beginFrom(view, attention) : []), reasonInput(offer, 'Why?')],
      go: attention.step === 0 ? `${go} the run` : `${go} step ${attention.step}`,
    },
  }
}

/** Going back is offered only where there is more than one step to choose. */
function beginFrom(view: SaidView, attention: Attention): Input[] {
  const from = [...new Set([...attention.mayBeginFrom, attention.step])].toSorted((a, b) => b - a)
  if (from.length < 2) return []
  const choices = from.map((number) => ({
    title: `${number === attention.step ? 'This step' : 'Back to step'} ${number}: ${view.steps.find((step) => step.number === number)?.title ?? ''}`,
    value: String(number),
  }))
  return [{ type: 'choice', name: 'retry.from', label: 'Begin again from', required: true, value: String(attention.step), choices }]
}

const WORDS: Record<Offer, { label: string; says: string; go: string; style: Button['style'] }> = {
  retry: {
    label: 'Retry…',
    says: 'The step is asked about first: what its check finds done is not done again.',
    go: 'Ask to retry',
    style: 'positive',
  },
  'mark-done': {
    label: 'Mark done…',
    says: 'The run goes on as if the step were done. Say how you know that it is.',
    go: 'Ask to mark done',
    style: 'default',
  },
  skip: {
    label: 'Skip…',
    says: 'The run goes on without this step. It is a deviation from the document.',
    go: 'Ask to skip',
    style: 'default',
  },
  abort: {
    label: 'Abort…',
    says: 'The run ends here, half done. What was done stays done, and nothing more is sent.',
    go: 'Ask to abort at',
    style: 'destructive',
  },
  reopen: {
    label: 'Open the gate again…',
    says: 'The gate is asked for again, with a new card.',
    go: 'Open the gate of',
    style: 'positive',
  },
}
