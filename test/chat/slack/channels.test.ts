import { expect, test } from 'vitest'
import { SlackApi } from '../../../src/chat/slack/web-api/api.ts'
import { Channels } from '../../../src/chat/slack/channels.ts'
import { RateLimit } from '../../../src/chat/slack/web-api/rate-limit.ts'
import { connectionLost, platformError } from './slack-stand-in.ts'
import { en } from '../../../src/words/en.ts'

const INVITE = 'Countersign is no member of this channel, so nobody would see the run. Type /invite @countersign, then the command again.'
const DIRECT = 'Type it in a channel: others have to see and approve it, and a direct message has nobody but you.'

/** Channels of which Slack says this, with what it was asked. */
function channels(
  says: (object | Error)[],
  allowed?: string[],
): { asked: string[]; refusal: (channel: string) => Promise<string | undefined> } {
  const asked: string[] = []
  const apiCall = async (method: string): Promise<never> => {
    asked.push(method)
    const said = says[Math.min(asked.length, says.length) - 1]
    if (said instanceof Error) throw said
    return { ok: true, channel: said } as never
  }
  const each = new Channels(new SlackApi({ apiCall }, new RateLimit()), allowed)
  const refusal = async (channel: string): Promise<string | undefined> => {
    const refused = await each.refusal(channel)
    return refused && en.slack.refusal(refused)
  }
  return { asked, refusal }
}

test.each([
  ['that the app is a member of', { is_member: true }, undefined],
  ['that the app is no member of', { is_member: false }, INVITE],
  ['that is archived', { is_member: true, is_archived: true }, 'This channel is archived. Type it in another.'],
  ['that Slack does not show to the app', platformError('channel_not_found'), INVITE],
  ['that Slack says the app is not in', platformError('not_in_channel'), INVITE],
  ['of which Slack says nothing now: the card is posted as soon as Slack lets us', connectionLost(), undefined],
])('a channel %s', async (_which, said, refusal) => {
  expect(await channels([said]).refusal('C0INCIDENT')).toBe(refusal)
})

test.each(['D0DIRECT00', 'c0incident', 'C', '', 'U0DANAWHIT'])(
  '"%s" is no channel that others see, and Slack is not asked',
  async (channel) => {
    const { asked, refusal } = channels([{ is_member: true }])
    expect(await refusal(channel)).toBe(DIRECT)
    expect(asked).toEqual([])
  },
)

test('where channels are named, runs are started in no other', async () => {
  const { asked, refusal } = channels([{ is_member: true }], ['C0INCIDENT', 'C0DRILL'])
  expect(await refusal('C0INCIDENT')).toBeUndefined()
  expect(await refusal('C0OTHER')).toBe('Runs are not shown in this channel, but in channel C0INCIDENT or channel C0DRILL.')
  expect(asked.length).toBe(1)
})

test('a yes is believed for a while, a no never', async () => {
  const { asked, refusal } = channels([{ is_member: false }, { is_member: true }])
  expect(await refusal('C0INCIDENT')).toBe(INVITE)
  expect(await refusal('C0INCIDENT')).toBeUndefined()
  expect(await refusal('C0INCIDENT')).toBeUndefined()
  expect(asked.length).toBe(2)
})
