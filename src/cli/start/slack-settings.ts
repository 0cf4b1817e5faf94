/** Slack as configured, with its secrets; they are looked at once, so that a token pasted into the wrong place is named at the start. */
import type { SlackConfig } from '../../chat/slack/open-slack.ts'
import { resolveSecret } from '../../config.ts'
import type { SlackConfiguration } from '../../config/schema.ts'
import type { SecretReference } from '../../config/values.ts'
import { Refused } from '../refused.ts'

/** Refuses with a sentence for each secret that is missing or of another kind. */
export function slackSettings(slack: SlackConfiguration): SlackConfig {
  const faults: string[] = []
  const secretOf = (reference: SecretReference | undefined, name: string, form: RegExp, says: string): string => {
    if (!reference) return ''
    const read = resolveSecret(reference, `slack.${name}`)
    if ('fault' in read) faults.push(read.fault)
    else if (!form.test(read.secret)) faults.push(`slack.${name} is not what it should be: ${says}`)
    return 'secret' in read ? read.secret : ''
  }
  const botToken = secretOf(
    slack.botToken,
    'botToken',
    /^xoxb-\S+$/,
    'a bot token begins with xoxb-; it stands under "OAuth & Permissions" of the app.',
  )
  const appToken = secretOf(
    slack.mode === 'socket' ? slack.appToken : undefined,
    'appToken',
    /^xapp-\S+$/,
    'an app token begins with xapp-; it stands under "Basic Information", "App-Level Tokens".',
  )
  const signingSecret = secretOf(
    slack.mode === 'http' ? slack.signingSecret : undefined,
    'signingSecret',
    /^\S{16,}$/,
    'the signing secret has 32 characters; it stands under "Basic Information", "App Credentials".',
  )
  if (faults.length > 0) throw new Refused(faults)
  const { host, port, channels, apiUrl, hurry } = slack
  return {
    botToken,
    ...(channels && { channels }),
    ...(apiUrl !== undefined && { apiUrl }),
    ...(hurry !== undefined && { hurry }),
    transport: slack.mode === 'socket' ? { mode: 'socket', appToken } : { mode: 'http', signingSecret, host, port },
  }
}
