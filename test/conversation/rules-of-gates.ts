import { expect, test } from 'vitest'
import { atGate, countersigned, type Stage } from './stage.ts'
import { buttonOf, untilSays, untilThread } from './watch.ts'

export function rulesOfGates(stage: Stage): void {
  test('whoever asked for the run cannot approve it', async () => {
    const { card } = await atGate(stage)
    const told = await stage.platform.press('dana', buttonOf(card, 'Approve'))
    expect(told.lines).toEqual([
      'Dana Whitfield asked for this run, so Dana Whitfield cannot approve gate 1: 1 of dba, 1 of uc-leads must, and they must be other people.',
    ])
  })

  test('somebody of none of its groups can neither approve nor reject', async () => {
    const { card } = await atGate(stage)
    const approved = await stage.platform.press('erin', buttonOf(card, 'Approve'))
    expect(approved.lines).toEqual(['Erin Seo (서은주) is not in dba or uc-leads: gate 1 needs 1 of dba, 1 of uc-leads.'])
    const rejected = await stage.platform.press('erin', buttonOf(card, 'Reject'), { reason: 'I am on duty.' })
    expect(rejected.lines).toEqual(['Erin Seo (서은주) is not in dba or uc-leads, so Erin Seo (서은주) cannot reject gate 1.'])
  })

  test('an account that belongs to nobody cannot press anything', async () => {
    const { card } = await atGate(stage)
    const told = await stage.platform.press('stranger', buttonOf(card, 'Approve'))
    expect(told.lines).toEqual([
      `No person in people.yaml has the ${stage.platform.account('stranger')}: ask whoever keeps that file to add it.`,
    ])
  })

  test('one person counts once, however often they press', async () => {
    const { run, card } = await atGate(stage)
    const approve = buttonOf(card, 'Approve')
    expect((await stage.platform.press('amir', approve)).lines).toContain(`Your approval of gate 1 of ${run} is recorded.`)
    const shown = await untilSays(stage.platform, run, 'Amir Haddad')
    expect((await stage.platform.press('amir', buttonOf(shown, 'Approve'))).lines).toEqual([
      'Amir Haddad has approved gate 1 already, and counts once: still needed: 1 of uc-leads.',
    ])
  })

  test('one person in both groups fills one place only', async () => {
    const { run, card } = await atGate(stage)
    await stage.platform.press('carol', buttonOf(card, 'Approve'))
    const shown = await untilSays(stage.platform, run, 'Carol Jiménez')
    expect(shown.text.join('\n')).toContain('Waiting for approval')
    await stage.platform.press('amir', buttonOf(shown, 'Approve'))
    await untilSays(stage.platform, run, 'Done')
  })

  test('two people open it, the run goes to its end, and the thread says who, when and under which hash', async () => {
    const { platform, installation } = stage
    const { run, card, copy } = await countersigned(stage)
    const done = await untilSays(platform, run, 'Done')
    expect(done.buttons).toEqual([])
    const thread = await untilThread(platform, run, 'The log ends with')
    expect(thread.some((line) => line.includes('Amir Haddad approved gate 1'))).toBe(true)
    expect(thread.some((line) => line.includes('Bob Lindqvist approved gate 1'))).toBe(true)
    expect(thread.at(-1)).toMatch(/[0-9a-f]{64}/)
    const late = await platform.press('carol', buttonOf(card, 'Approve'))
    expect(late.lines).toEqual([
      expect.stringMatching(new RegExp(`^${run} has ended \\(done\\) at [-0-9]+ [:0-9]+ UTC: nothing can be changed any more`)),
    ])
    const log = (await platform.type('bob', `/countersign audit ${run}`)).file
    expect(log?.text).toContain(`"via":"${platform.via}"`)
    expect(log?.text).toContain(copy.name)
    expect(await installation.verify(log?.text ?? '')).toContain(': intact')
  })
}
