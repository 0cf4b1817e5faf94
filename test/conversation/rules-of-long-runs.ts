import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCopy, type Stage } from './stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from './watch.ts'

export function rulesOfLongRuns(stage: Stage): void {
  test('a run asks its questions one by one, waits until it may begin, says what it does, and is undone from where it failed', async () => {
    const { platform, installation } = stage
    const copy = newCopy()
    const isThere = (): boolean =>
      existsSync(join(installation.dir, 'estate', 'hosts', 'sqlb1.contoso.com', 'D', 'letters', `copy-of-${copy.name}`))
    const line = `/keep round from=${copy.from} to=${copy.to} files=sec-host nodes=sec-host,management`
    const run = runOf(await platform.type('dana', line))

    for (const [asked, choice] of QUESTIONS) await platform.press('dana', buttonOf(await untilSays(platform, run, asked), choice))

    await untilSays(platform, run, 'Waits until step 3 "Copy the letter" may begin, 10 min at most.')
    installation.writeLetter(copy.name)
    const approve = await untilButton(platform, run, 'Approve')
    expect((await untilSays(platform, run, 'Gate 1: Copy the letter')).text.join('\n')).toContain('The document can undo step 3')
    for (const by of ['amir', 'bob'] as const) await platform.press(by, approve)

    const failed = await untilSays(platform, run, 'Needs people')
    expect(isThere()).toBe(true)
    await platform.press('amir', buttonOf(failed, 'Undo'), { from: '3', reason: 'It went to the wrong people.' })
    const deviation = await untilSays(platform, run, 'Gate 2: undo what was done before')
    await platform.press('carol', buttonOf(deviation, 'Approve'))
    const undo = await untilSays(platform, run, 'Gate 3: undo of Copy the letter')
    for (const by of ['amir', 'bob'] as const) await platform.press(by, buttonOf(undo, 'Approve'))
    await untilThread(platform, run, 'Everything from step 3 "Copy the letter" on is undone: the run stands before it.')
    await untilSays(platform, run, 'Needs people')
    expect(isThere()).toBe(false)

    const thread = await platform.thread(run)
    const told = [
      `Step 1 "Ask first" tells duty-managers (Erin Seo (서은주)): ${copy.to} is about to be sent round.`,
      'Dana Whitfield says of step 1 "Ask first": Signed.',
      'Dana Whitfield says of step 1 "Ask first": Today.',
      'Dana Whitfield says of step 2 "Tell the people of each server", item 1 of 2 (sec-host): They know.',
      'Dana Whitfield says of step 2 "Tell the people of each server", item 2 of 2 (management): They know.',
      'Step 3 "Copy the letter" waits until it may begin, 10 min at most.',
      `Step 3 "Copy the letter" says here: ${copy.from} is sent round: Today.`,
      'Step 3 "Copy the letter" is undone',
    ]
    expect(told.filter((words) => thread.filter((said) => said.includes(words)).length !== 1)).toEqual([])
  })
}

const QUESTIONS = [
  ['Is the letter signed?', 'Signed'],
  ['When is it sent?', 'Today'],
  ['Do the people of sec-host know?', 'They know'],
  ['Do the people of management know?', 'They know'],
] as const
