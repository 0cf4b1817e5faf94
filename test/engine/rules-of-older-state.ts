/** A state that this bot has sealed itself is put back by whoever reaches the engine's admin interface: what was recorded since stays recorded. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { secretOf } from '../../src/engine/proof/inside.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { engineHttp } from '../../src/engine/server/http.ts'
import type { PersonCommand } from '../../src/run/command.ts'
import { startBot } from './bot.ts'
import type { DrillHouse } from './drill-installation.ts'
import { claim, observed, start } from './drill.ts'
import { startIntruder } from './intruder.ts'
import { plantPieces, storedPieces, type Pieces } from './stored-pieces.ts'

export function rulesOfOlderState(house: () => DrillHouse): void {
  let admin: ReturnType<typeof engineHttp>
  beforeAll(() => {
    admin = engineHttp({ socket: house().directory.admin })
  })
  afterAll(() => admin.close())

  test.each(['in the same process', 'after the next start'])(
    'an attempt that was claimed by the last entry is granted to nobody else, %s',
    async (when) => {
      const { run, order, head } = await house().ordered()
      const before = await storedPieces(admin, run)
      expect(await house().client.command(house().byWorker(claim(run, order.key, 'first', head)))).toMatchObject({ accepted: true })
      await putBack(run, before, when)
      const again = await house().client.command(house().byWorker(claim(run, order.key, 'second', head)))
      expect(again).toMatchObject({ refusal: { code: 'state-older' } })
    },
  )

  test('a run that was begun a moment ago and taken away is not begun again', async () => {
    const run = await house().client.newRun()
    const begun = house().byChat(start(run, { database: 'twice' }))
    expect(await house().client.command(begun)).toMatchObject({ accepted: true })
    await putBack(run, {}, 'in the same process')
    expect(await house().client.command(house().byChat(start(run, { database: 'other' })))).toMatchObject({
      refusal: { code: 'state-older' },
    })
  })

  test('a lock is not given back for a run whose older state, from before it took the lock, was put back', async () => {
    const intruder = await startIntruder(house().directory)
    const run = await house().client.newRun()
    const { at, ...begun } = start(run)
    expect(await house().client.command(house().byChat({ ...begun, at, answers: {} } as PersonCommand))).toMatchObject({
      accepted: true,
    })
    const before = await storedPieces(admin, run)
    const { by } = begun
    const answers = { database: 'held', backup: 'SEC' }
    expect(await house().client.command(house().byChat({ type: 'answer', run, by, at, eventId: 'answers', answers }))).toMatchObject({
      accepted: true,
    })
    await house().orderWhere(run, 'observe')
    await putBack(run, before, 'in the same process')
    // What the lock said to the run when it was granted, said once more.
    const said = secretOf(recordedKeys(house().stateDir).clock, 'inside').seal(`said to Run/tell of ${run}`, {
      run,
      type: 'lock-granted',
      lock: 'drill/held',
    })
    expect(await intruder.call('Run', run, 'tell', said)).toEqual({ answer: null })
    const rival = await house().client.newRun()
    expect(await house().client.command(house().byChat(start(rival, { database: 'held' })))).toMatchObject({ accepted: true })
    await house().viewWhere(rival, ({ status }) => status.is === 'lock-waited' && status.holder.includes(run))
    await intruder.close()
  })

  describe('while no bot runs, a lock is taken away', () => {
    const held = new Map<string, string>()
    beforeAll(async () => {
      const intruder = await startIntruder(house().directory)
      const [gone, back] = [await holds('gone'), await holds('back')]
      await house().bot.kill()
      for (const database of ['gone', 'back']) await intruder.plant('Lock', `drill/${database}`, {})
      await plantPieces(admin, gone.run, {})
      await plantPieces(admin, back.run, back.before)
      house().bot = await startBot(house().setUp)
      await intruder.close()
    })

    test.each([
      ['taken away', 'gone'],
      ['put back as it was at the beginning', 'back'],
    ])('and the state of the run that has it is %s: nobody else gets it', async (_, database) => {
      const rival = await house().client.newRun()
      expect(await house().client.command(house().byChat(start(rival, { database })))).toMatchObject({ accepted: true })
      await house().viewWhere(rival, ({ status }) => status.is === 'lock-waited' && status.holder.includes(`${held.get(database)} `))
    })

    /** A run that has the lock at its gate, and how it was at the beginning. */
    async function holds(database: string): Promise<{ run: string; before: Pieces }> {
      const run = await house().client.newRun()
      held.set(database, run)
      expect(await house().client.command(house().byChat(start(run, { database })))).toMatchObject({ accepted: true })
      const before = await storedPieces(admin, run)
      const question = await house().orderWhere(run, 'observe')
      expect(await house().client.command(house().byWorker(observed(run, question.key, 0)))).toMatchObject({ accepted: true })
      await house().viewWhere(run, ({ gate }) => gate !== undefined)
      return { run, before }
    }
  })

  /** The state alone, or all of it taken away. */
  async function putBack(run: string, before: Pieces, when: string): Promise<void> {
    if (when !== 'in the same process') {
      await house().bot.kill()
      house().bot = await startBot(house().setUp)
    }
    const pieces = await storedPieces(admin, run)
    await plantPieces(admin, run, before['state'] === undefined ? {} : { ...pieces, state: before['state'] })
  }
}
