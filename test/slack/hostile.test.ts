/** Everything that people can write is written as badly as it can be: names, documents, values, reasons, commands. Nothing of it may act in Slack. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Platform, Who } from '../conversation/platform.ts'
import { LETTERS } from '../conversation/documents.ts'
import { buttonOf, runOf, untilButton, untilSays, untilThread } from '../conversation/watch.ts'
import { postedFaults } from './posted-faults.ts'
import { openSlackHouse, type SlackHouse } from './slack-installation.ts'
import { cardOf, slackPlatform } from './slack-platform.ts'
import { CHANNEL } from './stand-in/accounts.ts'
import { homeOpenedBy } from './stand-in/actions.ts'

const BAD =
  '<!channel> <!here|here> <@U0DANAWHIT> <#C0INCIDENT|x> <https://evil.example|ok> https://evil.example mailto:a@evil.example *b* _i_ ~s~ `c` ```d``` & &amp;'
/** In a name every sign may stand; in a path not all of them. */
const NAMES: Record<'dana' | 'amir' | 'bob', string> = {
  dana: 'Dana <!channel> *x* https://evil.example ```',
  amir: 'Amir <@U0DANAWHIT> & &lt;',
  bob: 'Bob <https://evil.example|Bob> `',
}
let slack: SlackHouse
let platform: Platform

beforeAll(async () => {
  slack = await openSlackHouse('http', { alter: spoil })
  platform = slackPlatform(slack.workspace, slack.transport)
})
afterAll(() => slack?.close())

/** The house's own copies, before the bot reads them. */
function spoil(dir: string): void {
  const file = join(dir, 'approvals', 'people.yaml')
  const listed = parse(readFileSync(file, 'utf8')) as { people: Record<string, { name: string }> }
  for (const [id, name] of Object.entries(NAMES)) Object.assign(listed.people[id] ?? {}, { name })
  writeFileSync(file, stringify(listed))
  const document = join(dir, 'commands', 'keep-copy.md')
  const text = readFileSync(document, 'utf8')
    .replace('title: Keep a copy of a file', `title: ${JSON.stringify(`Keep ${BAD}`)}`)
    .replace('"Which file is copied?"', JSON.stringify(`Which file? ${BAD}`))
    .replace('## Copy the file', '## Copy &lt;!channel&gt; `x` the file')
    // Longer than a card: the plan is attached as a file.
    .replace('Copy-Item -LiteralPath', `${`# ${BAD}\n`.repeat(60)}Copy-Item -LiteralPath`)
  writeFileSync(document, text)
}

async function started(as: Who, name: string): Promise<string> {
  const from = `${LETTERS}\\${name}`
  const told = await platform.type(as, `/keep copy from="${from}" to="${from}.copy" files=sec-host note="${BAD}"`)
  const run = runOf(told)
  await untilButton(platform, run, 'Approve')
  return run
}

test('a run with the worst words is countersigned, fails, is led on and ends; what was written is read as it was written', async () => {
  const run = await started('dana', "no & ```letter``` '#1.txt")
  const card = await untilSays(platform, run, 'Gate 1')
  expect(card.text.join('\n')).toContain(BAD)
  expect(card.text.join('\n')).toContain(NAMES.dana)
  for (const as of ['amir', 'bob'] as const) await platform.press(as, buttonOf(card, 'Approve'))
  const failed = await untilSays(platform, run, 'Needs people')
  await platform.press('dana', buttonOf(failed, 'Skip'), { reason: BAD })
  const gate = await untilSays(platform, run, 'Gate 2')
  expect(gate.text.join('\n')).toContain(`Reason: ${BAD}`)
  await platform.press('bob', buttonOf(gate, 'Reject'), { reason: BAD })
  const again = await untilButton(platform, run, 'Abort')
  await platform.press('dana', again, { reason: BAD })
  await platform.press('bob', await untilButton(platform, run, 'Approve'))
  await untilSays(platform, run, 'Aborted')
  const thread = await untilThread(platform, run, 'The log ends with')
  expect(thread.some((line) => line.includes(BAD))).toBe(true)
  expect(thread.some((line) => line.includes(NAMES.bob))).toBe(true)
})

test('the plan that its card could not hold is attached to the thread once, whole', async () => {
  const run = await started('dana', 'long.txt')
  const card = await untilSays(platform, run, 'Not shown here: ')
  await platform.press('amir', buttonOf(card, 'Approve'))
  await untilSays(platform, run, NAMES.amir)
  const { calls, uploads } = slack.workspace.api
  const [message] = await cardOf(slack.workspace, run)
  const shared = calls.filter(({ method, args }) => method === 'files.completeUploadExternal' && args['thread_ts'] === message?.ts)
  expect(shared.map(({ args, answer }) => [args['channel_id'], answer?.ok])).toEqual([[CHANNEL, true]])
  const [file] = (shared[0]?.args['files'] ?? []) as { id: string; title: string }[]
  expect(file?.title).toMatch(new RegExp(`^${run}-gate-1-[0-9a-f]{4}-[0-9a-f]{4}\\.txt$`))
  expect(shared[0]?.args['initial_comment']).toMatch(
    /^The whole plan of gate 1, [0-9a-f]{4}-[0-9a-f]{4}: 1 statement\. The card shows a part of it\.$/,
  )
  const text = uploads.get(file?.id ?? '')?.toString('utf8') ?? ''
  for (const part of [`# ${BAD}\n`.repeat(60), 'Copy-Item -LiteralPath $from -Destination $to', BAD, '1 of dba', NAMES.dana])
    expect(text).toContain(part)
})

test('a form, its faults, a rejection, a withdrawal, a cancel, answers, files and the Home tab are asked for with the worst words', async () => {
  const form = await platform.form('dana', await platform.type('dana', `/keep copy note="${BAD}" from="${BAD}"`))
  await platform.submit('dana', form, { from: BAD, to: BAD, files: 'sec-host' })
  const rejected = await started('dana', 'rejected.txt')
  await platform.press('amir', await untilButton(platform, rejected, 'Reject'), { reason: BAD })
  await untilSays(platform, rejected, 'Rejected')
  const cancelled = await started('dana', 'cancelled.txt')
  for (const as of ['dana', 'amir'] as const) await slack.transport.deliver(homeOpenedBy(as))
  const asked = [
    'help',
    'list',
    'show keep copy',
    `show ${BAD}`,
    'runs',
    `status ${cancelled}`,
    `plan ${cancelled}`,
    `audit ${cancelled}`,
    `status ${BAD}`,
    BAD,
    'whoami',
    `cancel ${cancelled} ${BAD}`,
  ]
  for (const words of asked) await platform.type('dana', `/countersign ${words}`)
  for (const line of [`/keep ${BAD}`, `/keep copy ${BAD}`, `/keep copy --${BAD}`]) await platform.type('dana', line)
  const withdrawn = await started('dana', 'withdrawn.txt')
  await platform.press('dana', await untilButton(platform, withdrawn, 'Withdraw'))
  await untilSays(platform, withdrawn, 'Withdrawn')
  const { calls } = slack.workspace.api
  const follow = (): number =>
    calls.filter(
      ({ method, args, answer }) =>
        method === 'views.publish' && answer?.ok === true && JSON.stringify(args['view']).includes(`|${withdrawn}> · Withdrawn`),
    ).length
  await expect.poll(follow, { interval: 100 }).toBeGreaterThanOrEqual(2)
})

test('nothing of it acts in Slack', () => {
  const { calls, responses } = slack.workspace.api
  const late = responses.map(({ body }, index) => ({ n: index + 1, method: 'response_url', args: body }))
  expect(postedFaults([...calls, ...slack.answers, ...late])).toEqual([])
  const used = new Set(calls.map(({ method }) => method))
  for (const method of [
    'chat.postMessage',
    'chat.update',
    'chat.postEphemeral',
    'views.open',
    'views.publish',
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
  ])
    expect(used).toContain(method)
  expect(new Set(slack.answers.map(({ method }) => method))).toEqual(new Set(['answer to command', 'answer to interactive']))
})
