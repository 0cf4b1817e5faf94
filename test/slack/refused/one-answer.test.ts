/** An answer to one person where Slack refuses a way to them: it is given another way, and says what is missing. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { said } from '../../../src/chat/note.ts'
import { noteFile } from '../../../src/chat/note-file.ts'
import { openUploadPlace } from './upload-place.ts'
import { CHANNEL, Workspace } from './workspace.ts'
import { World } from './world.ts'
import { leading } from './leading.ts'
import { en } from '../../../src/words/en.ts'

const place = await openUploadPlace()
afterAll(() => place.close())

let workspace: Workspace
let world: World
beforeEach(() => {
  workspace = new Workspace(Date.parse('2026-11-21T03:00:00.000Z'))
  world = new World(workspace)
})
const { refuse } = leading(() => ({ workspace, world }))

describe('an answer to one person', () => {
  const long = said(
    'info',
    'All of it',
    Array.from({ length: 60 }, (_, n) => ({ type: 'text' as const, text: `${n} ${'x'.repeat(900)}` })),
  )

  test.each(['user_not_in_channel', 'ekm_access_denied', 'restricted_action', 'whatever_comes_next_year', 'internal_error'])(
    'is sent directly where nothing can be put under the channel (%s)',
    async (code) => {
      refuse('chat.postEphemeral', code)
      await world.teller.tell('U0DANA', CHANNEL, said('ok', 'Recorded for R-1.'), en)
      expect(workspace.told).toEqual([{ user: 'U0DANA', text: '✓ Recorded for R-1.' }])
    },
  )

  test('that reaches nobody is said on the console, until the person is told of something again', async () => {
    refuse('chat.postEphemeral', 'ekm_access_denied')
    const told = world.teller.tell('U0DANA', undefined, said('ok', 'Recorded for R-1.'), en)
    await told
    refuse('chat.postMessage', 'cannot_dm_bot')
    await world.teller.tell('U0DANA', undefined, said('ok', 'Recorded for R-1.'), en)
    expect(world.troubles).toEqual([
      'The account U0DANA could not be told: “Recorded for R-1.” Slack refused chat.postMessage (cannot_dm_bot): the account in people.yaml is that of a bot. Correct it there.',
    ])
    workspace.refusing = undefined
    await world.teller.tell('U0DANA', CHANNEL, said('ok', 'Recorded for R-1.'), en)
    expect(world.troubles).toEqual([])
  })

  test('says that its file was sent when it was', async () => {
    await world.teller.tell('U0DANA', CHANNEL, long, en)
    const methods = workspace.calls.map(({ method }) => method)
    expect(methods.indexOf('files.completeUploadExternal')).toBeLessThan(methods.indexOf('chat.postEphemeral'))
    expect(JSON.stringify(workspace.calls.at(-1)?.args)).toContain('the whole is in the file sent to you.')
  })

  test('names commands in its file as they are called in Slack, which has some first words for itself', async () => {
    const offer = (command: string) => ({ ...long, body: [...long.body, { type: 'command' as const, command, does: 'x' }] })
    await world.teller.tell('U0DANA', CHANNEL, offer('/remove mirror'), en)
    const sent = workspace.calls.find(({ method }) => method === 'files.getUploadURLExternal')?.args['length']
    expect(Number(sent)).toBe(Buffer.byteLength(noteFile(offer('/countersign remove mirror'))))
  })

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'conversations.open'])(
    'does not say that its file was sent when %s was refused, and says why',
    async (method) => {
      refuse(method, 'missing_scope')
      await world.teller.tell('U0DANA', CHANNEL, { ...long, file: { name: 'R-1.jsonl', text: 'x', orElse: 'It lies there.' } }, en)
      const says = JSON.stringify(workspace.calls.at(-1)?.args)
      expect(says).not.toContain('is in the file sent to you')
      const why = `Slack refused ${method}: the token lacks the scope it needs. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.`
      expect(says).toContain(`the file with the whole could not be sent to you. ${why}`)
      expect(says).toContain(`R-1.jsonl could not be sent to you. ${why} It lies there.`)
    },
  )

  test('that was given with the promise of a file is followed by the file, or by why there is none', async () => {
    await world.teller.sendFiles('U0DANA', long, en, CHANNEL)
    expect(workspace.told.map(({ text }) => text)).toEqual(['All of it'])
    refuse('files.getUploadURLExternal', 'missing_scope')
    await world.teller.sendFiles('U0DANA', long, en, CHANNEL)
    expect(workspace.told.at(-1)?.text).toBe(
      '✗ answer.txt could not be sent to you. Slack refused files.getUploadURLExternal: the token lacks the scope it needs. Update the app from manifest/slack.yaml, install it again, and give the new token to the bot.',
    )
  })
})
