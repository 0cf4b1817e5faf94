/** The home tab, and the direct messages to those who can fill an open line. */
import { expect, test } from 'vitest'
import { atGate } from '../conversation/stage.ts'
import { buttonOf, untilSays } from '../conversation/watch.ts'
import { until } from '../engine/until.ts'
import { linesOf } from './read-blocks.ts'
import type { Scene } from './refusal-scene.ts'
import { ACCOUNTS, type AccountName } from './stand-in/accounts.ts'
import type { ApiCall } from './stand-in/call.ts'
import { homeOpenedBy } from './stand-in/actions.ts'

function published(scene: Scene, as: AccountName, since: number): string[] | undefined {
  const call = scene.workspace.api.calls
    .slice(since)
    .findLast(({ method, args, answer }) => method === 'views.publish' && args['user_id'] === ACCOUNTS[as].id && answer?.ok)
  return call && linesOf((call.args['view'] as { blocks: Record<string, unknown>[] }).blocks)
}

/** What stands on a tab between two of its headings. */
function within(tab: string[], from: string, to: string | undefined): string {
  return tab.slice(tab.indexOf(from), to === undefined ? undefined : tab.indexOf(to)).join('\n')
}

/** Direct messages about this run, by the account that they went to. */
function asks(scene: Scene, run: string): { to: string; call: ApiCall }[] {
  const { calls } = scene.workspace.api
  const direct = new Map(
    calls
      .filter(({ method, answer }) => method === 'conversations.open' && answer?.ok)
      .map(({ args, answer }) => [(answer?.['channel'] as { id: string } | undefined)?.id ?? '', String(args['users'])]),
  )
  return calls
    .filter(({ method, args, answer }) => method === 'chat.postMessage' && answer?.ok && String(args['text']).includes(`${run} waits`))
    .flatMap((call) => {
      const to = direct.get(String(call.args['channel']))
      return to === undefined ? [] : [{ to, call }]
    })
}

export function rulesOfHomeAndAsks(scene: Scene): void {
  test('the home tab of an approver shows what waits for them, and that of the one who asked does not', async () => {
    const { waiting, workspace, transport } = scene
    const since = workspace.api.calls.length
    await transport.deliver(homeOpenedBy('amir'))
    await transport.deliver(homeOpenedBy('dana'))
    const amir = await until('the tab is published', () => published(scene, 'amir', since))
    const dana = await until('the tab is published', () => published(scene, 'dana', since))
    const waits = (lines: string[]): boolean => {
      const [from, to] = [lines.findIndex((line) => /waits for you/i.test(line)), lines.findIndex((line) => /runs now/i.test(line))]
      return lines.slice(from, to).some((line) => line.includes(waiting.run))
    }
    expect(amir.join('\n')).toContain(waiting.run)
    expect(waits(amir)).toBe(true)
    expect(waits(dana)).toBe(false)
  })

  test('the home tab says what runs, what ran last, and what its person may start; each run leads to its card, and the tab follows', async () => {
    const { stage, workspace, transport } = scene
    const { run, card } = await atGate(stage)
    const since = workspace.api.calls.length
    await transport.deliver(homeOpenedBy('dana'))
    // Opened before the bot has noted where the card stands, it follows.
    const link = new RegExp(`<https://contoso\\.slack\\.com/archives/C0INCIDENT/p\\d+\\|${run}>`)
    const before = await until('the tab leads to the card', () => {
      const tab = published(scene, 'dana', since)
      return tab && link.test(within(tab, 'Runs now', 'Last runs')) ? tab : undefined
    })
    expect(within(before, 'Runs now', 'Last runs')).toContain(`|${run}> · Waiting for approval`)
    expect(within(before, 'You can start', undefined)).toContain('/keep copy: Keep a copy of a file')
    expect(within(before, 'You can start', undefined)).not.toContain('/keep watch')
    await stage.platform.press('dana', buttonOf(card, 'Withdraw'))
    await untilSays(stage.platform, run, 'Withdrawn')
    const after = await until('the tab follows', () => {
      const tab = published(scene, 'dana', since)
      return tab && within(tab, 'Last runs', 'You can start').includes(`|${run}> · Withdrawn`) ? tab : undefined
    })
    expect(within(after, 'Runs now', 'Last runs')).not.toContain(`|${run}>`)
    expect(within(after, 'Last runs', 'You can start')).toContain('Keep a copy of a file')
  })

  test('the home tab of an account that is nobody’s says so, and shows nothing', async () => {
    const since = scene.workspace.api.calls.length
    await scene.transport.deliver(homeOpenedBy('stranger'))
    expect(await until('the tab is published', () => published(scene, 'stranger', since))).toEqual([
      'No person in people.yaml has the slack account T0CONTOSO/U0STRANGER: ask whoever keeps that file to add it.',
    ])
  })

  test('whoever can fill an open line is asked directly, and nobody else', async () => {
    const { run } = await atGate(scene.stage)
    await until('three people are asked', () => asks(scene, run).length >= 3)
    expect(
      asks(scene, run)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual([ACCOUNTS.amir.id, ACCOUNTS.bob.id, ACCOUNTS.carol.id].toSorted())
  })

  test('a direct message is taken back when its line is filled, and the others stay', async () => {
    const { run, card } = await atGate(scene.stage)
    await until('three people are asked', () => asks(scene, run).length >= 3)
    const withdrawn = (): string[] => {
      const deleted = new Set(
        scene.workspace.api.calls
          .filter(({ method, answer }) => method === 'chat.delete' && answer?.ok)
          .map(({ args }) => String(args['ts'])),
      )
      return asks(scene, run).flatMap(({ to, call }) => (deleted.has(String(call.answer?.['ts'])) ? [to] : []))
    }
    await scene.stage.platform.press('bob', buttonOf(card, 'Approve'))
    await until('what Bob was sent is taken back', () => withdrawn().includes(ACCOUNTS.bob.id))
    expect(withdrawn()).not.toContain(ACCOUNTS.amir.id)
    await scene.stage.platform.press('amir', buttonOf(card, 'Approve'))
    await untilSays(scene.stage.platform, run, 'Done')
    await until('what all were sent is taken back', () => withdrawn().length === 3)
  })
}
