import type { SaidList } from '../../words/words.ts'
import type { Progress } from '../../run/view/view.ts'
import type { SaidView } from '../../words/said-view.ts'
import { sayInstant } from '../../text/instant.ts'
import { isOver, sayRun } from '../tone.ts'
import { asRehearsal } from './as-rehearsal.ts'
import { drawAttention } from './attention.ts'
import type { Button, Card, CardProgress, CardStep, Row } from './card.ts'
import { drawForm } from './form.ts'
import { drawGate } from './gate.ts'
import { reasonInput } from './reason.ts'

/** The whole card of a run as it stands: drawing it twice changes nothing. */
export function drawCard(view: SaidView, progress?: Progress): Card {
  const { word, tone } = sayRun(view.words, view)
  const running = drawProgress(view, progress)
  const card: Card = {
    run: view.run,
    words: view.words,
    version: view.seq,
    title: view.title,
    tone,
    state: word,
    rehearsal: view.rehearsal,
    status: statusBesides(view),
    byline: `${view.requester.name} · ${sayInstant(view.startedAt)} · ${view.command}${view.rehearsal ? ' --rehearse' : ''}`,
    facts: [...factsBesides(view), ...times(view)],
    steps: view.steps.map((step) => drawStep(view, step)),
    ...(running ? { progress: running } : {}),
    ...(view.gate ? { gate: drawGate(view, view.gate) } : {}),
    ...(view.decided === undefined ? {} : { decided: view.decided }),
    ...(view.attention ? { attention: drawAttention(view, view.attention) } : {}),
    ...(view.phase === 'gathering' && view.questions.length > 0 ? { form: drawForm(view) } : {}),
    ...(view.confirm ? { confirm: drawConfirm(view, view.confirm) } : {}),
    found: drawFound(view),
    leave: drawLeave(view),
  }
  return view.rehearsal ? asRehearsal(card) : card
}

/** A gate and an attention say their sentence themselves: the same one twice would hide both. */
function statusBesides({ status, gate, attention }: SaidView): string {
  return gate !== undefined || status === attention?.sentence ? '' : status
}

/** An empty list says something only when nothing more is found. */
function drawFound({ rehearsed }: SaidView): SaidList[] {
  if (rehearsed === undefined) return []
  return rehearsed.lists.filter(({ lines }) => rehearsed.ended || lines.length > 0)
}

/** What the gate shows of the values is not repeated below it. */
function factsBesides({ facts, gate }: SaidView): Row[] {
  return facts.filter(({ name, value }) => !gate?.values.some((each) => each.name === name && each.value === value))
}

function drawStep({ words }: SaidView, step: SaidView['steps'][number]): CardStep {
  const { number, title, state, detail, oneWay, gate, items, beganAt, endedAt } = step
  const took = beganAt && endedAt && state === 'done' ? Date.parse(endedAt) - Date.parse(beganAt) : Number.NaN
  const counted = items && items.of > 0 && state !== 'done' && state !== 'rehearsed' ? words.card.itemsDone(items) : ''
  const parts = [counted, detail, Number.isFinite(took) ? words.duration(took) : '']
  return { number, title, state, detail: parts.filter(Boolean).join(' · '), oneWay, gate }
}

/** Progress of another order than the one that runs is of the past, and not shown. */
function drawProgress(view: SaidView, progress: Progress | undefined): CardProgress | undefined {
  const { running } = view
  const words = view.words.card
  if (!running) return undefined
  const step = view.steps.find(({ number }) => number === running.step)
  const label = words.running({
    ...running,
    title: step?.title ?? '',
    ...(step?.items === undefined ? {} : { of: step.items.of }),
  })
  const fresh = progress && progress.order === running.order ? progress : undefined
  const percent = fresh?.percent === undefined ? {} : { percent: Math.min(100, Math.max(0, fresh.percent)) }
  return { label, text: fresh?.text ?? words.runningSince(running.since), ...percent }
}

function times(view: SaidView): Row[] {
  const { peopleMs, machinesMs } = view.waits
  if (peopleMs + machinesMs === 0) return []
  const times = view.words.card.times({
    peopleMs,
    machinesMs,
    ...(view.endedAt === undefined ? {} : { totalMs: Date.parse(view.endedAt) - Date.parse(view.startedAt) }),
    ...(view.objectiveMs === undefined ? {} : { objectiveMs: view.objectiveMs }),
  })
  return [{ name: view.words.card.time, value: times }]
}

function drawConfirm(view: SaidView, confirm: NonNullable<SaidView['confirm']>): NonNullable<Card['confirm']> {
  const { question } = confirm
  return {
    heading: view.words.card.byHand(confirm),
    ask: confirm.ask,
    buttons: confirm.choices.map((choice): Button => ({
      label: choice,
      style: 'default',
      data: {
        v: 1,
        act: 'confirm',
        run: view.run,
        step: confirm.step,
        ...(confirm.item === undefined ? {} : { item: confirm.item }),
        ...(question === undefined ? {} : { question }),
        choice,
      },
    })),
  }
}

function drawLeave(view: SaidView): Button[] {
  if (isOver(view.phase)) return []
  const { run, words } = view
  const { withdraw, cancel } = words.card
  const begun = view.steps.some(
    ({ gate, state }) => gate && state !== 'pending' && state !== 'asking' && state !== 'waiting' && state !== 'by-hand',
  )
  if (view.phase === 'gathering' || (view.phase === 'waiting' && !begun)) {
    return [
      {
        label: withdraw.label,
        style: 'default',
        data: { v: 1, act: 'withdraw', run },
        panel: { lines: [withdraw.means(run)], warnings: [], inputs: [], go: withdraw.go(run) },
      },
    ]
  }
  if (view.phase === 'attention') return []
  return [
    {
      label: cancel.label,
      style: 'default',
      data: { v: 1, act: 'cancel', run },
      panel: { lines: [cancel.means(run)], warnings: [], inputs: [reasonInput(words, 'cancel')], go: cancel.go(run) },
    },
  ]
}
