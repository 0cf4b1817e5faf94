import { expect, test } from 'vitest'
import { inAttention, type Stage } from './stage.ts'
import { buttonOf, untilButton, untilSays } from './watch.ts'

export function rulesOfDeviations(stage: Stage): void {
  test('a failed step says what failed, and offers ways out that each ask for a reason', async () => {
    const { card, copy } = await inAttention(stage)
    const text = card.text.join('\n')
    expect(text).toContain('Step 1 needs people')
    expect(text).toContain(copy.name)
    expect(card.buttons.map(({ label }) => label)).toEqual(['Retry…', 'Skip…', 'Mark done…', 'Abort…'])
  })

  test('a retry needs a reason and a second person; the button of the gate before is worth nothing', async () => {
    const { platform, installation } = stage
    const { run, card, copy, before } = await inAttention(stage)
    installation.writeLetter(copy.name)
    const asked = await platform.press('amir', buttonOf(card, 'Retry'), { reason: 'The letter is there now.' })
    expect(asked.lines).toContain(`Your request to retry step 1 of ${run} is recorded. It needs its own approval.`)
    const approve = await untilButton(platform, run, 'Approve')
    const gate = await untilSays(platform, run, 'DEVIATION · Gate 2: retry of Copy the file')
    expect(gate.text.join('\n')).toContain('The letter is there now.')
    expect((await platform.press('amir', approve)).lines).toEqual([
      'Amir Haddad asked for this retry, so Amir Haddad cannot approve gate 2: 1 of dba or uc-leads must, and they must be other people.',
    ])
    expect((await platform.press('carol', buttonOf(before, 'Approve'))).lines).toEqual([
      expect.stringMatching(/^Gate 1 passed at [-0-9]+ [:0-9]+ UTC: nothing is left to decide there\.$/),
    ])
    expect((await platform.press('carol', approve)).lines).toContain(`Your approval of gate 2 of ${run} is recorded.`)
    const done = await untilSays(platform, run, 'Done')
    expect(done.buttons).toEqual([])
  })

  test('an abort needs a reason and a second person, and ends the run half done', async () => {
    const { platform } = stage
    const { run, card } = await inAttention(stage)
    await platform.press('dana', buttonOf(card, 'Abort'), { reason: 'Nobody has this letter.' })
    const gate = await untilSays(platform, run, 'Gate 2: abort at Copy the file')
    expect(gate.text.join('\n')).toContain('Nobody has this letter.')
    await platform.press('carol', buttonOf(gate, 'Approve'))
    const over = await untilSays(platform, run, 'Aborted')
    expect(over.text.join('\n')).toContain('Aborted at step 1 "Copy the file": Nobody has this letter.')
  })

  test('a step is counted as done by a reason and a second person, and the run says so', async () => {
    const { platform } = stage
    const { run, card } = await inAttention(stage)
    await platform.press('bob', buttonOf(card, 'Mark done'), { reason: 'I copied it by hand.' })
    const gate = await untilSays(platform, run, 'Gate 2: count as done Copy the file')
    await platform.press('carol', buttonOf(gate, 'Approve'))
    await untilSays(platform, run, 'Done')
  })
}
