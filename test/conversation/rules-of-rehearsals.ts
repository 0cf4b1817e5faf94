import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newCopy, type Stage } from './stage.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from './watch.ts'

export function rulesOfRehearsals(stage: Stage): void {
  test('a rehearsal asks for the same approvals and sends nothing, and says so wherever it is seen', async () => {
    const { platform, installation } = stage
    const copy = newCopy()
    installation.writeLetter(copy.name)
    const told = await platform.type('dana', `/keep copy from=${copy.from} to=${copy.to} files=sec-host --rehearse`)
    const run = runOf(told)
    await untilButton(platform, run, 'Approve')
    const gate = await untilSays(platform, run, 'REHEARSAL · Waiting for approval')
    for (const by of ['amir', 'bob'] as const) {
      const { lines } = await platform.press(by, buttonOf(gate, 'Approve'))
      expect(lines.join('\n')).toContain('REHEARSAL · Your approval of gate 1')
    }
    const over = await untilSays(platform, run, 'REHEARSAL · Over')
    const text = over.text.join('\n')
    expect(text).toContain('Would stop today: nothing.')
    expect(text).toContain('Cannot be known before an earlier step is done: nothing.')
    expect(text).toContain('Done already: nothing.')
    expect(text).not.toMatch(/✓ Done|✓ 1\./)
    const thread = await untilThread(platform, run, 'The rehearsal')
    // The last line holds the lists, and some platforms show its lines as many.
    const said = thread.slice(0, thread.findIndex((line) => line.includes('The rehearsal')) + 1)
    expect(said.filter((line) => !/REHEARSAL · |The log (?:stands|ends)/.test(line))).toEqual([])
    for (const asked of ['status', 'plan', 'audit']) {
      expect((await platform.type('dana', `/countersign ${asked} ${run}`)).lines.join('\n')).toContain('REHEARSAL · ')
    }
    expect(existsSync(join(installation.dir, 'estate', 'hosts', 'sqlb1.contoso.com', 'D', 'letters', `copy-of-${copy.name}`))).toBe(false)
  })

  test('the gate of what is done already is asked all the same, and at its end it is said to be done', async () => {
    const { platform, installation } = stage
    const copy = newCopy()
    installation.writeLetter(copy.name)
    const there = await platform.type('dana', `/keep copy from=${copy.to} to=${copy.from} files=sec-host --rehearse`)
    const approve = await untilButton(platform, runOf(there), 'Approve')
    for (const by of ['amir', 'bob'] as const) await platform.press(by, approve)
    const text = (await untilSays(platform, runOf(there), 'REHEARSAL · Over')).text.join('\n')
    expect(text).toContain('Done already (1):')
    expect(text).toContain(`Step 1 "Copy the file": copy ${copy.from}.`)
  })
}
