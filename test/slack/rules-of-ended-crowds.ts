/** The bot ends while many wait for their turn: what people were told is what is so. */
import { expect, test } from 'vitest'
import { openConsoleClient } from '../practice/console-client.ts'
import { cardsIn, STARTED, startMany, toldAlone, type Sent } from './load.ts'
import { untilListening, type SlackHouse } from './slack-installation.ts'
import type { Crowd } from './stand-in/crowd.ts'
import type { ApiCall } from './stand-in/call.ts'

const COUNT = 60
const NOT_RECORDED = 'Not recorded: the engine did not take it.'
const NOT_KNOWN = 'Nobody knows yet whether this is recorded: the engine has not answered.'

/** In a house without a worker, which others may have used before. */
export interface CrowdedHouse extends SlackHouse {
  crowd: Crowd
}

/** Every last word to somebody: the answer, or what was said afterwards. */
function words(sent: readonly Sent[], calls: readonly ApiCall[]): string[] {
  return [...sent.map(({ says }) => says), ...toldAlone(calls)]
}

function toldOf(said: readonly string[]): string[] {
  return said.flatMap((each) => STARTED.exec(each)?.[1] ?? []).toSorted()
}

/** The command that began each run that there is after a new start, and was not there `before`. The list hears of a run a moment after it began, and Slack of its card. */
async function begun(slack: SlackHouse, told: readonly string[], before: ReadonlySet<string>): Promise<Map<string, string>> {
  await slack.installation.startBot()
  await untilListening(slack.url)
  const console = await openConsoleClient(/http:\S+/.exec(slack.installation.bot.ready)?.[0] ?? '')
  const listed = async (): Promise<string[]> => (await console.get<{ run: string }[]>('/api/runs')).map(({ run }) => run)
  const left = async () => {
    const runs = await listed()
    const cards = [...cardsIn(slack.workspace.api.calls).keys()]
    const lacking = (from: readonly string[], those: readonly string[]): string[] => those.filter((run) => !from.includes(run))
    return { told: lacking(runs, told), withoutCard: lacking(cards, runs), cardWithoutRun: lacking(runs, cards) }
  }
  await expect.poll(left).toEqual({ told: [], withoutCard: [], cardWithoutRun: [] })
  const found = new Map<string, string>()
  for (const run of await listed()) {
    if (before.has(run)) continue
    found.set(run, /copy-of-(load-[\w-]+)\.txt/.exec(await console.text(`/api/runs/${run}/log?as=file`))?.[1] ?? 'nobody')
  }
  return found
}

/** The calls from now on, and the runs that have their cards already. */
function now({ workspace: { api } }: SlackHouse): { calls: () => ApiCall[]; before: ReadonlySet<string> } {
  const from = api.calls.length
  return { calls: () => api.calls.slice(from), before: new Set(cardsIn(api.calls).keys()) }
}

export function rulesOfEndedCrowds(house: CrowdedHouse): void {
  test('told to end, it finishes what is with the engine, and tells everybody else that nothing was recorded, or that nobody knows', async () => {
    const { calls, before } = now(house)
    const sent = await startMany(house, COUNT)
    await house.installation.bot.end()
    const said = words(sent, calls())
    const runs = [...(await begun(house, toldOf(said), before)).keys()]
    const refused = said.filter((each) => each.includes(NOT_RECORDED))
    // The engine was slower than the bot's last seconds.
    const unknown = said.filter((each) => each.includes(NOT_KNOWN))
    expect(refused.length).toBeGreaterThan(0)
    const others = said.filter((each) => toldOf([each]).length === 0 && !refused.includes(each) && !unknown.includes(each))
    expect({ told: toldOf(said).length + refused.length + unknown.length, others }).toMatchObject({ told: COUNT })
    expect(toldOf(said).filter((run) => !runs.includes(run))).toEqual([])
    expect(runs.length - toldOf(said).length).toBeLessThanOrEqual(unknown.length)
  })

  test('killed, it has recorded what it said it had, nothing twice, and told nobody that nothing was', async () => {
    const { calls, before } = now(house)
    const sent = await startMany(house, COUNT)
    house.installation.bot.kill()
    await house.installation.bot.gone
    const said = words(sent, calls())
    const runs = await begun(house, toldOf(said), before)
    expect(new Set(runs.values()).size).toBe(runs.size)
    expect(said.filter((each) => each.includes(NOT_RECORDED))).toEqual([])
    const unheard = sent.filter(({ says }) => !STARTED.test(says))
    expect(unheard.filter(({ says }) => !says.includes('look at the run before you try again'))).toEqual([])
    expect([...cardsIn(calls()).values()].filter((count) => count !== 1)).toEqual([])
  })
}
