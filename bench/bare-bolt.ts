/**
 * What the acknowledgements are measured against: an app of Bolt that takes slash commands over HTTP, proves that they are Slack's, acknowledges them, and does
 * nothing else. Arguments: the signing secret, and the port.
 */
import bolt from '@slack/bolt'

const [, , signingSecret = '', port = ''] = process.argv
const app = new bolt.App({
  signingSecret,
  authorize: () => Promise.resolve({ botToken: 'xoxb-none', botId: 'B0', botUserId: 'U0' }),
  logLevel: bolt.LogLevel.ERROR,
})
app.command(/./, async ({ ack }) => ack('Taken.'))
await app.start({ port: Number(port), host: '127.0.0.1' })
process.stdout.write(`http://127.0.0.1:${port}/slack/events\n`)
