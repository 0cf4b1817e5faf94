/** Everything that Slack is given, in every phase of every procedure, with the longest words that the loader lets through, against Slack's limits. */
import { describe, expect, test } from 'vitest'
import type { Card, Button } from '../../../src/chat/card/card.ts'
import { drawCard } from '../../../src/chat/card/draw-card.ts'
import { converse } from '../../../src/chat/conversation.ts'
import { readPress } from '../../../src/chat/press.ts'
import { opensModal } from '../../../src/chat/slack/render/buttons.ts'
import { ephemeral } from '../../../src/chat/slack/context.ts'
import { planFile } from '../../../src/chat/live/plan-file.ts'
import { pressForm } from '../../../src/chat/slack/forms/press-form.ts'
import { renderCard } from '../../../src/chat/slack/render/card.ts'
import { renderHome } from '../../../src/chat/slack/render/home.ts'
import { noteFile } from '../../../src/chat/note-file.ts'
import { renderNote } from '../../../src/chat/slack/render/note.ts'
import { faultsOf, startForm } from '../../../src/chat/slack/forms/start-form.ts'
import { escaped, LINE_TEXT } from '../../../src/chat/slack/render/text.ts'
import { lineMessages } from '../../../src/chat/live/thread-lines.ts'
import type { SaidView } from '../../../src/words/said-view.ts'
import { judged } from '../../procedures/judged.ts'
import { TARGETS } from '../../run/practice.ts'
import { viewFaults } from '../block-kit-limits.ts'
import { postedFaults } from '../posted-faults.ts'
import { unescaped } from '../read-blocks.ts'
import { limitFault } from '../stand-in/limit-fault.ts'
import { longestDocument, type MUCH } from './longest-document.ts'
import { playedBackend } from './played-backend.ts'
import { playedOut, type Played } from './views-of.ts'
import { en } from '../../../src/words/en.ts'

const PHASES = ['aborted', 'attention', 'done', 'expired', 'gathering', 'rejected', 'waiting', 'withdrawn', 'working']
/** Below Slack's own 13,200. */
const LARGEST_CARD = 12_000
const CHANNEL = 'C0INCIDENT'

/** Whatever is answered leads them into every phase: of the others much hangs on conditions, on answers that must differ, or on bounds. */
const documents = ['drain-front-end', 'failover-federation', 'failover-persistent-chat', 'setup-mirror']
const found = documents.map((id): [string, () => Played] => [
  `commands/${id}.md`,
  () => playedOut({ id, text: judged(id).procedure.text }, 'x', false),
])
const FILLS: [string, (keyof typeof MUCH)[]][] = [
  ['가', ['values', 'statements', 'steps']],
  ['&', ['values', 'statements']],
  ['<@U0DANAWHIT> ', ['steps']],
]
const made = FILLS.flatMap(([fill, most]) =>
  most.map((much): [string, () => Played] => [
    `a document of the longest ${much} in ${fill}`,
    () => playedOut(longestDocument(fill, much), fill),
  ]),
)

describe.each([...found, ...made])('%s', (_, play) => {
  const played = play()
  const { views, run, procedure } = played
  const cards = views.flatMap((view) => drawn(view))

  test('is seen in every phase', () => {
    expect([...new Set(views.map(({ phase }) => phase))].toSorted()).toEqual(PHASES)
  })

  test('has cards that Slack takes, each with its blocks, and nothing on them is alive', () => {
    for (const { blocks, text } of cards) {
      const args = { channel: CHANNEL, ts: '1.2', text, blocks: blocks as unknown[] }
      expect(limitFault('chat.update', args)).toBeUndefined()
      expect(JSON.stringify(blocks).length).toBeLessThan(LARGEST_CARD)
      expect(cutWithoutAWord(blocks)).toEqual([])
      expect(postedFaults([{ n: 1, method: 'chat.update', args }])).toEqual([])
    }
  })

  test('never becomes so long that nobody could decide', () => {
    expect(cards.filter(({ blocks }) => JSON.stringify(blocks).includes('too long for a card'))).toEqual([])
  })

  test('says what is missing on a card that had to be cut, and a gate is then attached as a file, whole', () => {
    for (const { view, gate, blocks, cutPlan } of gatesOf(cards)) {
      const shown = JSON.stringify(blocks, (key, value: unknown) => (key === 'value' ? undefined : value))
      const texts = [...gate.statements.map(({ text }) => text), ...gate.values.map(({ value }) => value), gate.reason ?? '']
      const whole = texts.every((text) => text === '' || onCard(blocks, text))
      expect(cutPlan || whole).toBe(true)
      expect(shown.includes('Not shown here: ')).toBe(cutPlan)
      const { name, text, comment } = planFile(view, gate)
      expect(name).toMatch(/^R-1-gate-\d+-[0-9a-f]{4}-[0-9a-f]{4}\.txt$/)
      for (const part of [...texts, gate.title, view.title, gate.fingerprint]) expect(text).toContain(part)
      expect(comment.length).toBeLessThan(1000)
    }
  })

  test('has buttons that come back as they are, and forms behind them that Slack takes', () => {
    for (const { view, card } of cards) {
      for (const button of buttonsOf(card)) {
        expect(readPress(JSON.parse(JSON.stringify(button.data)))).toEqual({ ...button.data, inputs: {} })
        if (!opensModal(button)) continue
        const form = pressForm(card, view, button.data, CHANNEL)
        expect(form).toBeDefined()
        expectGoodView(form)
      }
    }
  })

  test('is started by a form that Slack takes, with nothing, the longest and nonsense written', () => {
    const long = run.made.plan?.values ?? {}
    for (const answers of [
      {},
      Object.fromEntries(Object.entries(long).map(([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : String(value)])),
      nonsense(played),
    ]) {
      const asked = { procedure, rehearsal: true, answers }
      expectGoodView(startForm(en, asked, CHANNEL, faultsOf(en, asked, { targets: TARGETS })))
    }
  })

  test('has a thread that loses nothing', () => {
    const lines = played.lines
    const messages = lineMessages(lines, LINE_TEXT)
    expect(messages.flatMap(({ ends }) => ends)).toEqual(lines.map(({ n }) => n))
    const told = messages
      .map(({ text }) => unescaped(text))
      .join('')
      .replaceAll('… ', '')
    for (const { text } of messages) {
      expect(postedFaults([{ n: 1, method: 'chat.postMessage', args: { text, unfurl_links: 'false' } }])).toEqual([])
      expect(text.length).toBeLessThanOrEqual(4000)
    }
    for (const { text } of lines) expect(told.replaceAll('\n', '')).toContain(text.replaceAll('… ', '').replaceAll('\n', ''))
  })

  test('is answered about in messages that Slack takes, with the rest in a file', async () => {
    const backend = playedBackend(played)
    const asked = [
      'help',
      'list',
      `show ${procedure.command.slice(1)}`,
      'plan R-1',
      'status R-1',
      'runs',
      'whoami',
      'audit R-1',
      'cancel R-1 why',
      'unheard of',
    ]
    for (const words of asked) {
      const action = { type: 'typed' as const, text: `/countersign ${words}` }
      const at = {
        platform: 'slack',
        channel: CHANNEL,
        account: { platform: 'practice' as const, name: 'dana' },
        via: 'slack',
        eventId: words,
        at: run.now,
        action,
      }
      const { note } = await converse(backend, at)
      const said = ephemeral(en, note)
      expect(limitFault('chat.postEphemeral', said)).toBeUndefined()
      expect(postedFaults([{ n: 1, method: 'response', args: said }])).toEqual([])
      const { left } = renderNote(en, note)
      expect(cutWithoutAWord(said['blocks'] as object[])).toEqual([])
      if (left > 0) for (const piece of note.body) if (piece.type === 'code') expect(noteFile(note)).toContain(piece.text)
      expect(JSON.stringify(said['blocks']).includes('not shown here; the whole follows as a file, in a direct message')).toBe(left > 0)
    }
  })

  test('stands on a Home tab that Slack takes', async () => {
    const backend = playedBackend(played)
    const gate = views.find((view) => view.gate)
    const runs = (await backend.runs()).map((summary, n) => ({
      ...summary,
      run: `R-${n}`,
      phase: n % 2 === 0 ? summary.phase : ('waiting' as const),
    }))
    for (const person of played.people) {
      const shown = runs.slice(0, 12).map(({ run: id }) => ({ ...(gate ?? views[0]), run: id }) as SaidView)
      const link = (): string => 'https://contoso.slack.com/archives/C0INCIDENT/p1795248412000001'
      expectGoodView(renderHome(en, { person, loaded: backend.loaded(), runs, views: shown, link }))
    }
  })
})

interface Drawn {
  view: SaidView
  card: Card
  blocks: ReturnType<typeof renderCard>['blocks']
  text: string
  cutPlan: boolean
}

/** As it is, and with the longest that a worker may say of its progress. */
function drawn(view: SaidView): Drawn[] {
  const { running } = view
  const said = {
    run: view.run,
    step: running?.step ?? 0,
    item: 0,
    order: running?.order ?? '',
    percent: 99.99,
    text: '<!here> '.repeat(600),
    at: view.startedAt,
  }
  return [undefined, ...(running ? [said] : [])].map((progress) => {
    const card = drawCard(view, progress)
    return { view, card, ...renderCard(card) }
  })
}

/** Texts that end as Slack's own limits end them, where what is missing should have been counted. */
function cutWithoutAWord(blocks: readonly object[]): string[] {
  const shown = blocks.filter((block) => !('type' in block && block.type === 'actions'))
  return [...JSON.stringify(shown).matchAll(/"text":"((?:[^"\\]|\\.)*…)(?:\*|\\n```)?"/g)].map(([, text]) => (text ?? '').slice(-80))
}

function gatesOf(cards: Drawn[]): (Drawn & { gate: NonNullable<SaidView['gate']> })[] {
  return cards.flatMap((each) => (each.view.gate ? [{ ...each, gate: each.view.gate }] : []))
}

function onCard(blocks: readonly unknown[], text: string): boolean {
  const all = JSON.stringify(blocks).replaceAll('\u2060', '')
  return [text, escaped(text).replaceAll('\u2060', '')].some((each) => all.includes(JSON.stringify(each).slice(1, -1)))
}

function buttonsOf({ gate, attention, form, confirm, leave }: Card): Button[] {
  return [gate, attention, form, confirm].flatMap((box) => box?.buttons ?? []).concat(leave)
}

function expectGoodView(view: unknown): void {
  expect(viewFaults(view as Record<string, unknown>)).toEqual([])
  expect(postedFaults([{ n: 1, method: 'views.open', args: { view } }])).toEqual([])
}

function nonsense({ procedure }: Played): Record<string, string> {
  return Object.fromEntries(procedure.parameters.map(({ name }) => [name, '<@U1> ```& '.repeat(400)]))
}
