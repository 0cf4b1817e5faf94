import { setTimeout as pause } from 'node:timers/promises'
import { follow, type ConsoleClient, type Reply } from './console-client.ts'

/** A button of a card: what pressing it sends. */
export interface Button {
  act: string
  [key: string]: unknown
}

/** The run as the console shows it. */
export interface Shown {
  shown: { card: unknown; state: string; over: boolean; seq: number }
  steps: { number: number; title: string; state: string; detail: string }[]
  waits: { peopleMs: number; machinesMs: number }
  startedAt: string
  endedAt?: string
}

export interface Pressed {
  by: string
  button: Button
  reply: Reply
}

export interface Play {
  /** Called before each press. */
  pressing?: (by: string, button: Button) => void
  /** Called with each press that was answered. */
  pressed?: (pressed: Pressed) => void
  /** Where a retry begins, given the step that waits; the step itself where nothing is said. */
  retryFrom?: (step: number, shown: Shown) => number | undefined
  /** What goes before the approvers at each gate; for refused presses. */
  beforeApprovals?: (approve: Button) => Promise<void>
  /** Called with each state that was read. */
  watch?: (shown: Shown) => void
  approvers?: string[]
  /** How often the run is looked at; where nothing is said, when the console tells news of it: a look costs the bot more than a step. */
  lookEveryMs?: number
  /** Milliseconds until it is given up. */
  patienceMs?: number
}

export const WORDS = `/failover persistent-chat pool=lyncpc.contoso.com backup=SEC mirror=SECM files=sec-host shell=management mirrorShare=\\\\sqlb1.contoso.com\\csdatabackup activeServers=pc5.contoso.com,pc6.contoso.com,pc7.contoso.com,pc8.contoso.com`

/** Plays everybody until the run is over: countersigns each gate, and leads a run that waits for people on with a retry. Survives a bot that is away. */
export async function playToTheEnd(client: () => Promise<ConsoleClient>, run: string, play: Play = {}): Promise<Shown> {
  const approvers = play.approvers ?? ['amir', 'carol']
  const giveUpAt = Date.now() + (play.patienceMs ?? 200_000)
  let announced = -1
  using news = newsOf(run)
  for (;;) {
    if (Date.now() > giveUpAt) throw new Error(`${run} did not end in time`)
    const shown = await patiently(async () => {
      const asked = await client()
      if (play.lookEveryMs === undefined) news.from(asked.address)
      return asked.get<Shown>(`/api/runs/${run}`)
    }, giveUpAt)
    play.watch?.(shown)
    if (shown.shown.over) return shown
    const buttons = buttonsOf(shown.shown.card)
    const approve = buttons.find(({ act }) => act === 'approve')
    const retry = buttons.find(({ act }) => act === 'retry')
    const reopen = buttons.find(({ act }) => act === 'reopen')
    if (approve) {
      if (approve['gate'] !== announced) await play.beforeApprovals?.(approve)
      announced = Number(approve['gate'])
      for (const by of approvers) await pressPatiently(client, by, approve, play, giveUpAt)
    } else if (retry) {
      const from = play.retryFrom?.(Number(retry['step']), shown)
      await pressPatiently(
        client,
        'dana',
        { ...retry, 'retry.reason': 'The cause is mended; go on from there.', ...(from !== undefined && { 'retry.from': String(from) }) },
        play,
        giveUpAt,
      )
    } else if (reopen) {
      await pressPatiently(client, 'dana', { ...reopen, 'reopen.reason': 'The approvals ran out; the work must go on.' }, play, giveUpAt)
    }
    await (play.lookEveryMs === undefined ? news.next() : pause(play.lookEveryMs))
  }
}

/** What comes at once is one piece of news, and where none comes the run is looked at all the same. */
const NEWS_MS = { shortest: 100, longest: 2000 }

/** News of a run, as the console tells them to a page that stands at this address. */
function newsOf(run: string): { from(address: string): void; next(): Promise<void> } & Disposable {
  let followed = ''
  let stop = new AbortController()
  let told = Promise.withResolvers<void>()
  return {
    from: (address) => {
      if (address === followed) return
      stop.abort()
      followed = address
      stop = new AbortController()
      void follow(address, 'dana', stop.signal, (message) => message.run === run && told.resolve())
    },
    next: async () => {
      const longest = new AbortController()
      await pause(NEWS_MS.shortest)
      await Promise.race([told.promise, pause(NEWS_MS.longest, undefined, longest).catch(() => undefined)])
      longest.abort()
      told = Promise.withResolvers<void>()
    },
    [Symbol.dispose]: () => stop.abort(),
  }
}

/** Every button's data, wherever in the card it stands. */
export function buttonsOf(card: unknown): Button[] {
  if (Array.isArray(card)) return card.flatMap(buttonsOf)
  if (typeof card !== 'object' || card === null) return []
  const found = Object.values(card).flatMap(buttonsOf)
  return 'act' in card && typeof card.act === 'string' ? [card as Button, ...found] : found
}

async function pressPatiently(
  client: () => Promise<ConsoleClient>,
  by: string,
  button: Button,
  play: Play,
  giveUpAt: number,
): Promise<void> {
  play.pressing?.(by, button)
  const reply = await patiently(async () => (await client()).press(by, button), giveUpAt)
  play.pressed?.({ by, button, reply })
}

/** Tries again while the bot is away or says that nothing was recorded. */
async function patiently<T>(act: () => Promise<T>, giveUpAt: number): Promise<T> {
  for (;;) {
    try {
      return await act()
    } catch (cause) {
      if (Date.now() > giveUpAt) throw cause
      await pause(150)
    }
  }
}
