import { expect, test } from 'vitest'
import { atGate, type Stage } from './stage.ts'
import { buttonOf, untilSays } from './watch.ts'

export function rulesOfAnswers(stage: Stage): void {
  test('help offers what its person may start, and nothing else', async () => {
    const { platform } = stage
    const dana = (await platform.type('dana', '/countersign help')).lines
    expect(dana).toEqual(expect.arrayContaining(['/keep copy', 'Keep a copy of a file']))
    expect(dana).not.toContain('/keep watch')
    const erin = (await platform.type('erin', '/countersign help')).lines
    expect(erin).toEqual(expect.arrayContaining(['/keep watch', 'Keep a copy for the watch']))
    expect(erin).not.toContain('/keep copy')
    const amir = (await platform.type('amir', '/countersign')).lines
    expect(amir).toContain('Amir Haddad may start nothing here. You can still ask, and approve where a policy names your groups.')
  })

  test('list names everything, and who may start it', async () => {
    const { lines } = await stage.platform.type('dana', '/countersign list')
    expect(lines).toEqual(expect.arrayContaining(['/keep copy', 'Keep a copy of a file']))
    expect(lines).toContain('/keep watch: Keep a copy for the watch. Not by you: duty-managers may start it.')
  })

  test('show tells the document as people read it', async () => {
    const { lines } = await stage.platform.type('erin', '/countersign show keep copy')
    expect(lines).toContain('Keep a copy of a file')
    expect(lines).toContain('Each gate needs: 1 of dba and 1 of uc-leads')
    expect(lines).toContain("The copy is made on the server's own disk. A copy that is there already stays as it is.")
    expect((await stage.platform.type('erin', '/countersign show keep cpy')).lines).toEqual([
      'There is no procedure keep cpy. Did you mean keep copy? /countersign list shows them all.',
    ])
  })

  test('whoami says person, groups and account', async () => {
    const { platform } = stage
    const { lines } = await platform.type('carol', '/countersign whoami')
    expect(lines).toContain('Carol Jiménez')
    expect(lines).toContain('Person: carol')
    expect(lines).toContain('Groups: dba, uc-leads')
    expect(lines.some((line) => line.startsWith('Account: ') && line.includes(platform.account('carol').split(' ').at(-1) ?? '?'))).toBe(
      true,
    )
  })

  test('runs, status and plan tell of a run that waits', async () => {
    const { platform } = stage
    const { run, card, copy } = await atGate(stage)
    const runs = (await platform.type('erin', '/countersign runs')).lines.join('\n')
    expect(runs).toContain(`${run}: Waiting for approval · Keep a copy of a file · Dana Whitfield`)
    const status = (await platform.type('erin', `/countersign status ${run}`)).lines.join('\n')
    expect(status).toContain(`${run} · Waiting for approval`)
    expect(status).toContain('Step 1: waiting · Copy the file')
    const plan = (await platform.type('erin', `/countersign plan ${run.slice(2)}`)).lines.join('\n')
    expect(plan).toContain(`Plan of ${run}: Keep a copy of a file`)
    expect(plan).toMatch(/Fingerprint of the plan: [0-9a-f]{64}/)
    expect(plan).toContain(`from: ${copy.from}`)
    expect(plan).toContain('Copy-Item -LiteralPath $from -Destination $to')
    await platform.press('dana', buttonOf(card, 'Withdraw'))
    await untilSays(platform, run, 'Withdrawn')
  })

  test('the log is a file that the shipped verifier judges: an open run is incomplete, an ended one intact', async () => {
    const { platform, installation } = stage
    const { run, card } = await atGate(stage)
    const open = await platform.type('erin', `/countersign audit ${run}`)
    expect(open.file?.name).toBe(`${run}.jsonl`)
    expect(await installation.verify(open.file?.text ?? '')).toContain('incomplete')
    await platform.press('dana', buttonOf(card, 'Withdraw'))
    await untilSays(platform, run, 'Withdrawn')
    const over = await platform.type('erin', `/countersign audit ${run}`)
    expect(await installation.verify(over.file?.text ?? '')).toContain(': intact')
  })

  test('a run that does not exist is said not to exist', async () => {
    for (const word of ['status', 'plan', 'audit']) {
      expect((await stage.platform.type('dana', `/countersign ${word} R-999999`)).lines).toEqual([
        'There is no run R-999999. /countersign runs lists them.',
      ])
    }
  })
}
