/** The bot is killed between what it did in Slack beside the card and the record of it: nobody is asked twice, and nothing is left standing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCopy, atGate } from '../conversation/stage.ts'
import { buttonOf, runOf, untilSays, untilThread } from '../conversation/watch.ts'
import { killedAt } from './killed-at.ts'
import { cardOf } from './slack-platform.ts'
import type { SlackHouse, SlackStage } from './slack-installation.ts'
import { ACCOUNTS } from './stand-in/accounts.ts'
import type { ApiCall } from './stand-in/call.ts'

/** A document whose statement no card can hold. */
export function addLongDocument(dir: string): void {
  const text = readFileSync(join(dir, 'commands', 'keep-copy.md'), 'utf8')
  const remark = Array.from({ length: 400 }, (_, index) => `# Remark ${index}: read it all before you approve it.`).join('\n')
  const long = text.replace('/keep copy', '/keep remarks').replace('Copy-Item', `${remark}\nCopy-Item`)
  writeFileSync(join(dir, 'commands', 'keep-remarks.md'), long)
}

function isAsk({ method, args }: ApiCall): boolean {
  return method === 'chat.postMessage' && JSON.stringify(args['metadata'] ?? '').includes('countersign_ask')
}

function runIn({ args }: ApiCall): string | undefined {
  return (args['metadata'] as { event_payload?: { run?: string } } | undefined)?.event_payload?.run
}

function asksOf(slack: SlackHouse, run: string): ApiCall[] {
  return slack.workspace.api.calls.filter((call) => isAsk(call) && runIn(call) === run)
}

function takenBack(slack: SlackHouse, run: string): string[] {
  const deleted = new Set(
    slack.workspace.api.calls
      .filter(({ method }) => method === 'chat.delete')
      .map(({ args }) => `${String(args['channel'])} ${String(args['ts'])}`),
  )
  return asksOf(slack, run)
    .map(({ args, answer }) => `${String(args['channel'])} ${String(answer?.['ts'])}`)
    .filter((ask) => deleted.has(ask))
}

export function rulesOfKillsBesideCard(slack: SlackStage): void {
  test('killed after somebody was asked directly: they are not asked again, and what they were sent is taken back', async () => {
    const copy = newCopy()
    slack.installation.writeLetter(copy.name)
    const asked = await killedAt(slack, isAsk, () =>
      slack.platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host`),
    )
    const run = runIn(asked) ?? ''
    await expect.poll(() => asksOf(slack, run).length).toBe(3)
    const card = await untilSays(slack.platform, run, 'Waiting for approval')
    await slack.platform.press('dana', buttonOf(card, 'Withdraw'))
    await expect.poll(() => takenBack(slack, run).length).toBe(3)
    expect(new Set(asksOf(slack, run).map(({ args }) => args['channel'])).size).toBe(3)
    expect(asksOf(slack, run).length).toBe(3)
  })

  test('killed after what somebody was sent was taken back: the others are taken back as well, and nobody is asked again', async () => {
    const { run, card } = await atGate(slack)
    await expect.poll(() => asksOf(slack, run).length).toBe(3)
    await killedAt(
      slack,
      ({ method }) => method === 'chat.delete',
      () => slack.platform.press('dana', buttonOf(card, 'Withdraw')),
    )
    await expect.poll(() => takenBack(slack, run).length).toBe(3)
    await untilThread(slack.platform, run, 'The log ends with')
    expect(asksOf(slack, run).length).toBe(3)
  })

  test('killed after somebody was told what the document says: nobody is told it again', async () => {
    const { from, to } = newCopy()
    const tells = ({ method, args }: ApiCall): boolean =>
      method === 'chat.postMessage' && JSON.stringify(args['metadata'] ?? '').includes('countersign_tell')
    const typed = `/keep round from=${from} to=${to} files=sec-host nodes=sec-host,management`
    const told = await killedAt(slack, tells, () => slack.platform.type('dana', typed))
    const run = runIn(told) ?? ''
    const card = await untilSays(slack.platform, run, 'Is the letter signed?')
    await untilThread(slack.platform, run, `tells duty-managers (Erin Seo (서은주)): ${to} is about to be sent round.`)
    await slack.platform.press('dana', buttonOf(card, 'Signed'))
    await untilSays(slack.platform, run, 'When is it sent?')
    const ofRun = slack.workspace.api.calls.filter((call) => tells(call) && runIn(call) === run)
    expect(ofRun.map(({ args }) => String(args['text']))).toEqual([
      `${to} is about to be sent round.\n${run}: Keep a copy and send it round, asked for by Dana Whitfield. Step 1 "Ask first".`,
    ])
  })

  test('killed after the card was drawn anew: the card goes on as the only one', async () => {
    const { run, card } = await atGate(slack)
    const isUpdate = (call: ApiCall): boolean =>
      call.method === 'chat.update' && JSON.stringify(call.args['blocks']).includes('Amir Haddad')
    await killedAt(slack, isUpdate, () => slack.platform.press('amir', buttonOf(card, 'Approve')))
    await slack.platform.press('bob', buttonOf(await untilSays(slack.platform, run, 'Amir Haddad'), 'Approve'))
    await untilSays(slack.platform, run, 'Done')
    expect((await cardOf(slack.workspace, run)).length).toBe(1)
  })

  test('killed after somebody was told of their press: they were told once, and it counts once', async () => {
    const { run, card } = await atGate(slack)
    const isTold = ({ method, args }: ApiCall): boolean => method === 'chat.postEphemeral' && args['user'] === ACCOUNTS.amir.id
    const since = slack.workspace.api.calls.length
    await killedAt(slack, isTold, () => slack.platform.press('amir', buttonOf(card, 'Approve')))
    await slack.platform.press('bob', buttonOf(await untilSays(slack.platform, run, 'Amir Haddad'), 'Approve'))
    await untilSays(slack.platform, run, 'Done')
    const told = slack.workspace.api.calls.slice(since).filter(isTold)
    expect(told.map(({ args }) => args['text'])).toEqual([`✓ Your approval of gate 1 of ${run} is recorded.`])
    const approved = (await slack.platform.thread(run)).filter((line) => line.includes('Amir Haddad approved'))
    expect(approved.length).toBe(1)
  })

  test('killed after the plan was attached: it is attached once', async () => {
    const copy = newCopy()
    slack.installation.writeLetter(copy.name)
    const isAttached = ({ method, args }: ApiCall): boolean => method === 'files.completeUploadExternal' && args['thread_ts'] !== undefined
    const since = slack.workspace.api.calls.length
    let begun = ''
    await killedAt(slack, isAttached, async () => {
      begun = runOf(await slack.platform.type('dana', `/keep remarks from=${copy.from} to=${copy.to} files=sec-host`))
    })
    const card = await untilSays(slack.platform, begun, 'Waiting for approval')
    await slack.platform.press('amir', buttonOf(card, 'Approve'))
    await slack.platform.press('bob', buttonOf(await untilSays(slack.platform, begun, 'Amir Haddad'), 'Approve'))
    await untilSays(slack.platform, begun, 'Done')
    expect(slack.workspace.api.calls.slice(since).filter(isAttached).length).toBe(1)
    expect((await cardOf(slack.workspace, begun)).length).toBe(1)
  })
}
