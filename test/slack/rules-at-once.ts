/** The same deed twice, and two deeds at the same moment: one is recorded, and whoever was second is told the truth. */
import { expect, test } from 'vitest'
import { atGate } from '../conversation/stage.ts'
import { untilSays } from '../conversation/watch.ts'
import { buttonOf, type Scene } from './refusal-scene.ts'
import { cardOf } from './slack-platform.ts'
import { commandOf, newTrigger, pressOf, submissionOf } from './stand-in/actions.ts'
import { encode, signed, type Delivery } from './stand-in/delivery.ts'
import { CHANNEL, type AccountName } from './stand-in/accounts.ts'

/** A press of the newest card's button, with a trigger of its own. */
async function pressing(scene: Scene, run: string, as: AccountName, label: string): Promise<Delivery> {
  const [message] = await cardOf(scene.workspace, run)
  if (!message) throw new Error(`${run} has no card`)
  const { element, blockId } = buttonOf(message, label)
  return pressOf(as, element, blockId, message, await newTrigger(scene.workspace, as), `${scene.workspace.api.url}response/at-once`)
}

async function decided(scene: Scene, run: string, type: string): Promise<number> {
  return (await scene.entries(run)).flatMap(({ events }) => events).filter((event) => event.type === type).length
}

/** The same bytes, signed anew: what Slack sends when it got no answer in time. */
function redeliver(scene: Scene, delivery: Delivery, at: number): ReturnType<Scene['raw']> {
  const { contentType, body } = encode(delivery)
  return scene.raw({ 'content-type': contentType, 'x-slack-retry-num': '1', ...signed(body, { at }) }, body)
}

export function rulesAtOnce(scene: Scene): void {
  test('two people approve at the same moment: both count, and the gate opens once', async () => {
    const { run } = await atGate(scene.stage)
    const presses = await Promise.all([pressing(scene, run, 'amir', 'Approve'), pressing(scene, run, 'bob', 'Approve')])
    await Promise.all(presses.map((press) => scene.transport.deliver(press)))
    await untilSays(scene.stage.platform, run, 'Done')
    expect(await decided(scene, run, 'approved')).toBe(2)
    expect(await decided(scene, run, 'gate-passed')).toBe(1)
  })

  test('one person presses twice at the same moment: one approval is recorded, and one refusal', async () => {
    const { run } = await atGate(scene.stage)
    const presses = await Promise.all([pressing(scene, run, 'amir', 'Approve'), pressing(scene, run, 'amir', 'Approve')])
    await Promise.all(presses.map((press) => scene.transport.deliver(press)))
    await untilSays(scene.stage.platform, run, 'Amir Haddad')
    expect(await decided(scene, run, 'approved')).toBe(1)
    expect(await decided(scene, run, 'refused')).toBe(1)
  })

  test('one withdraws while another approves: the run has one fate, and both presses are in its log', async () => {
    const { run } = await atGate(scene.stage)
    const presses = await Promise.all([pressing(scene, run, 'amir', 'Approve'), pressing(scene, run, 'dana', 'Withdraw')])
    await Promise.all(presses.map((press) => scene.transport.deliver(press)))
    await untilSays(scene.stage.platform, run, 'Withdrawn')
    expect(await decided(scene, run, 'ended')).toBe(1)
    expect(await decided(scene, run, 'performed')).toBe(0)
  })

  test('two people reject at the same moment: one rejection is recorded, and the other is told that it came too late', async () => {
    const { run } = await atGate(scene.stage)
    const [message] = await cardOf(scene.workspace, run)
    const data: unknown = JSON.parse(message ? (buttonOf(message, 'Reject').element.value ?? '') : '')
    const form = { callback_id: 'press', private_metadata: JSON.stringify({ data, channel: CHANNEL }) }
    const why = { 'reject.reason': { text: { type: 'plain_text_input', value: 'Not tonight.' } } }
    const outcomes = await Promise.all([scene.submit('amir', form, why), scene.submit('bob', form, why)])
    const said = outcomes.map(({ says }) => says).toSorted()
    expect(said).toEqual([
      expect.stringMatching(/^R-\d+ has ended \(rejected\) at [-0-9]+ [:0-9]+ UTC: nothing can be changed any more\. Start a new run\.$/),
      `Your rejection of gate 1 of ${run} is recorded.`,
    ])
    expect(await decided(scene, run, 'ended')).toBe(1)
  })

  test('a press that Slack delivers again is done once, and answered both times', async () => {
    const { run } = await atGate(scene.stage)
    const press = await pressing(scene, run, 'amir', 'Approve')
    const now = Date.now()
    const answers = await Promise.all([
      redeliver(scene, press, now),
      redeliver(scene, press, now + 1000),
      redeliver(scene, press, now + 2000),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await decided(scene, run, 'approved')).toBe(1)
    expect(await decided(scene, run, 'refused')).toBe(0)
  })

  test('a command that Slack delivers again starts one run', async () => {
    const before = await scene.console.get<unknown[]>('/api/runs')
    const line = '/keep copy from=D:\\letters\\once.txt to=D:\\letters\\only.txt files=sec-host'
    const command = commandOf('dana', line, await newTrigger(scene.workspace, 'dana'), `${scene.workspace.api.url}response/once`)
    const now = Date.now()
    await Promise.all([redeliver(scene, command, now), redeliver(scene, command, now + 1000)])
    await redeliver(scene, command, now + 2000)
    // The list is told of a run a moment after it began.
    await expect.poll(async () => (await scene.console.get<unknown[]>('/api/runs')).length).toBe(before.length + 1)
  })

  test('a form that is sent twice, at the same moment and once more after that, starts one run', async () => {
    const before = await scene.console.get<unknown[]>('/api/runs')
    const id = 'V0SENTTWICE'
    const written = { from: 'D:\\letters\\form.txt', to: 'D:\\letters\\kept.txt', files: 'sec-host', note: 'practice' }
    const values = Object.fromEntries(
      Object.entries(written).map(([name, value]) => [`answer.${name}`, { text: { type: 'plain_text_input', value } }]),
    )
    const about = JSON.stringify({ procedure: 'keep-copy', channel: CHANNEL })
    const form = { id, hash: '1.2', callback_id: 'start', private_metadata: about, blocks: [] }
    const send = async (): Promise<string> => (await scene.submit('dana', form, values)).says
    const both = await Promise.all([send(), send()])
    // Each of them hears the one answer that is sent, whichever of them it is for.
    expect(new Set(both).size).toBe(1)
    expect(both[0]).toMatch(/^R-\d+ is started\. Its card shows how far it is/)
    const again = submissionOf('dana', form, values, await newTrigger(scene.workspace, 'dana'))
    // Nobody is told of it once more.
    expect((await scene.transport.deliver(again)).body).toEqual({ response_action: 'clear' })
    const other = { ...values, 'answer.to': { text: { type: 'plain_text_input', value: 'D:\\letters\\another.txt' } } }
    expect((await scene.submit('dana', form, other)).says).toMatch(
      /^R-\d+ was started at [-0-9]+ [:0-9]+ UTC by Dana Whitfield: it is started once\.$/,
    )
    await expect.poll(async () => (await scene.console.get<unknown[]>('/api/runs')).length).toBe(before.length + 1)
  })
}
