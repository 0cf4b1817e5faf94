import { expect, test } from 'vitest'
import { atGate, type Stage } from './stage.ts'
import { buttonOf, untilSays, untilThread } from './watch.ts'

export function rulesOfEnds(stage: Stage): void {
  test('one rejection ends a run that has done nothing, with its reason', async () => {
    const { run, card } = await atGate(stage)
    const told = await stage.platform.press('bob', buttonOf(card, 'Reject'), { reason: 'The site is back.' })
    expect(told.lines).toContain(`Your rejection of gate 1 of ${run} is recorded.`)
    const over = await untilSays(stage.platform, run, 'Rejected')
    expect(over.text.join('\n')).toContain('Bob Lindqvist rejected gate 1: The site is back. Nothing was changed.')
    expect(over.buttons).toEqual([])
    await untilThread(stage.platform, run, 'The log ends with')
  })

  test('whoever asked for it may withdraw it, and nobody else', async () => {
    const { run, card } = await atGate(stage)
    expect((await stage.platform.press('amir', buttonOf(card, 'Withdraw'))).lines).toEqual([
      `Dana Whitfield asked for ${run}, and only Dana Whitfield can withdraw it. Reject it at its gate, or cancel it.`,
    ])
    expect((await stage.platform.press('dana', buttonOf(card, 'Withdraw'))).lines).toContain(`${run} is withdrawn.`)
    const over = await untilSays(stage.platform, run, 'Withdrawn')
    expect(over.buttons).toEqual([])
  })

  test('a run can be cancelled by its number and a reason', async () => {
    const { platform } = stage
    const { run } = await atGate(stage)
    expect((await platform.type('bob', `/countersign cancel ${run}`)).lines).toEqual([
      `A cancel needs its reason: /countersign cancel ${run} and why.`,
    ])
    expect((await platform.type('bob', `/countersign cancel ${run} the wrong letter`)).lines).toContain(
      `Your cancel of ${run} is recorded.`,
    )
    const over = await untilSays(platform, run, 'Withdrawn')
    expect(over.text.join('\n')).toContain('Bob Lindqvist cancelled it: the wrong letter. Nothing was changed.')
  })

  test('a cancel of a run that is not written out asks first, and its button does what it says', async () => {
    const { platform } = stage
    const { run } = await atGate(stage)
    const asked = await platform.type('bob', `/countersign cancel #${run.slice(2)} the wrong letter`)
    expect(asked.lines).toContain(`Is ${run} to be cancelled? Nothing is cancelled yet.`)
    expect((await platform.type('bob', `/countersign status ${run}`)).lines).toContain(`${run} · Waiting for approval`)
    const [confirm] = asked.buttons ?? []
    expect(confirm?.label).toBe(`Cancel ${run}`)
    if (confirm) expect((await platform.press('bob', confirm)).lines).toContain(`Your cancel of ${run} is recorded.`)
    const over = await untilSays(platform, run, 'Withdrawn')
    expect(over.text.join('\n')).toContain('Bob Lindqvist cancelled it: the wrong letter. Nothing was changed.')
  })

  test('the button of a run that is over says that it is over', async () => {
    const { run, card } = await atGate(stage)
    await stage.platform.press('dana', buttonOf(card, 'Withdraw'))
    await untilSays(stage.platform, run, 'Withdrawn')
    const told = await stage.platform.press('amir', buttonOf(card, 'Approve'))
    expect(told.lines).toEqual([
      expect.stringMatching(
        new RegExp(`^${run} has ended \\(withdrawn\\) at [-0-9]+ [:0-9]+ UTC: nothing can be changed any more\\. Start a new run\\.$`),
      ),
    ])
  })
}
