/** Many slash commands at the same moment, and what became of each. */
import { CHANNELS } from './stand-in/accounts.ts'
import type { ApiCall, Fault, FaultPlan } from './stand-in/call.ts'
import type { Crowd } from './stand-in/crowd.ts'
import { commandOf } from './stand-in/actions.ts'
import type { Delivery } from './stand-in/delivery.ts'
import type { Workspace } from './stand-in/workspace.ts'

/** What whoever began a run is told. */
export const STARTED = /(R-\d+) is started/

export interface Sent {
  /** The command's own name, in the arguments of the run that it starts. */
  name: string
  ms: number
  status: number
  says: string
}

/** Slash commands that start a run each, spread over the channels. */
export function starts({ api }: Pick<Workspace, 'api'>, count: number): { name: string; delivery: Delivery }[] {
  const channels = Object.values(CHANNELS)
  return Array.from({ length: count }, (_, index) => {
    const name = `load-${crypto.randomUUID().slice(0, 13)}`
    const line = `/keep copy from=D:\\letters\\${name}.txt to=D:\\letters\\copy-of-${name}.txt files=sec-host`
    const trigger = `${Date.now()}.${index}.${name}`
    return { name, delivery: commandOf('dana', line, trigger, `${api.url}response/${name}`, channels[index % channels.length]) }
  })
}

/** Sends them all over HTTP before the first is answered. */
export async function startMany({ crowd, workspace }: { crowd: Crowd; workspace: Workspace }, count: number): Promise<Sent[]> {
  const sent = starts(workspace, count)
  const answered = await crowd.sendAtOnce(sent.map(({ delivery }) => delivery))
  return answered.map(({ ms, status, text }, index) => ({ name: sent[index]?.name ?? '', ms, status, says: text }))
}

/** The cards that were posted, by run: every one of them once, or something was lost or doubled. */
export function cardsIn(calls: readonly ApiCall[]): Map<string, number> {
  const cards = new Map<string, number>()
  for (const { method, args, answer } of calls) {
    const metadata = args['metadata'] as { event_type?: string; event_payload?: { run?: string } } | undefined
    const run = metadata?.event_payload?.run
    if (method !== 'chat.postMessage' || answer?.ok !== true || metadata?.event_type !== 'countersign_card' || run === undefined) continue
    cards.set(run, (cards.get(run) ?? 0) + 1)
  }
  return cards
}

/** What was said to one person alone after their command was answered: in the channel, or directly where that did not come about. */
export function toldAlone(calls: readonly ApiCall[]): string[] {
  const alone = ({ method, args }: ApiCall): boolean =>
    method === 'chat.postEphemeral' || (method === 'chat.postMessage' && String(args['channel']).startsWith('D'))
  return calls.filter((call) => call.answer?.ok === true && alone(call)).map(({ args }) => String(args['text']))
}

/** The runs that people were told of: at once, or afterwards where many waited. */
export function runsToldOf(sent: readonly Sent[], calls: readonly ApiCall[]): string[] {
  return [...sent.map(({ says }) => says), ...toldAlone(calls)].flatMap((words) => STARTED.exec(words)?.[1] ?? [])
}

/** Every third post is answered 429, and every tenth call of any kind loses its connection before it is carried out. */
export function badWeather(): FaultPlan {
  let posts = 0
  let calls = 0
  return ({ method }): Fault | undefined => {
    calls += 1
    if (method === 'chat.postMessage') posts += 1
    if (method === 'chat.postMessage' && posts % 3 === 0) return { type: 'rate-limit', seconds: 1 }
    return calls % 10 === 0 ? { type: 'cut' } : undefined
  }
}
