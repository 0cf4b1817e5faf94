/** A stand-in for Slack's Web API in memory, for the port alone: it keeps messages, and refuses every method that it does not know. */

export interface StoredMessage {
  channel: string
  ts: string
  user: string
  thread_ts?: string
  text: string
  blocks?: unknown
  metadata?: unknown
}

type Args = Record<string, unknown>

export class SlackStandIn {
  readonly messages: StoredMessage[] = []
  readonly calls: { method: string; args: Args }[] = []
  /** What a call fails with, if it does: before it is done, or after. */
  fails: (method: string, args: Args) => { error: Error; done: boolean } | undefined = () => undefined
  private last = 0

  readonly apiCall = async (method: string, args: Args = {}): Promise<never> => {
    this.calls.push({ method, args })
    const failure = this.fails(method, args)
    if (failure && !failure.done) throw failure.error
    const answer = this.answer(method, args)
    if (failure) throw failure.error
    return { ok: true, ...answer } as never
  }

  called(method: string): Args[] {
    return this.calls.filter((call) => call.method === method).map(({ args }) => args)
  }

  private answer(method: string, args: Args): object {
    const channel = String(args['channel'])
    const find = (): StoredMessage => {
      const found = this.messages.find((message) => message.channel === channel && message.ts === args['ts'])
      if (!found) throw platformError('message_not_found')
      return found
    }
    switch (method) {
      case 'auth.test':
        return { team_id: 'T0CONTOSO', team: 'Contoso', user_id: 'U0COUNTER', bot_id: 'B0COUNTER', url: 'https://contoso.slack.com/' }
      case 'users.info':
        return { user: { id: args['user'], team_id: 'T0CONTOSO' } }
      case 'conversations.info':
        return { channel: { id: channel, is_member: true } }
      case 'chat.postEphemeral':
        return { message_ts: `1795248412.${String(++this.last).padStart(6, '0')}` }
      case 'views.publish':
        return {}
      case 'views.open':
        return { view: { id: `V${++this.last}`, hash: `${this.last}.0` } }
      case 'views.update':
        return {}
      case 'conversations.open':
        return { channel: { id: `D${String(args['users']).slice(1)}` } }
      case 'chat.postMessage': {
        const ts = `1795248412.${String(++this.last).padStart(6, '0')}`
        this.messages.push({ ...(args as unknown as StoredMessage), ts, user: 'U0COUNTER' })
        return { channel, ts }
      }
      case 'chat.update': {
        const found = find()
        // As Slack does it: text without blocks takes the blocks away.
        found.blocks = args['blocks']
        found.text = String(args['text'])
        return { channel, ts: found.ts }
      }
      case 'chat.delete':
        this.messages.splice(this.messages.indexOf(find()), 1)
        return {}
      case 'conversations.history':
        return { messages: this.messages.filter((message) => message.channel === channel && message.thread_ts === undefined).toReversed() }
      case 'conversations.replies':
        // The message itself comes first, as in Slack.
        return {
          messages: this.messages.filter(
            (message) => message.channel === channel && (message.ts === args['ts'] || message.thread_ts === args['ts']),
          ),
        }
      default:
        throw platformError('unknown_method')
    }
  }
}

export function platformError(error: string): Error {
  return Object.assign(new Error(error), { code: 'slack_webapi_platform_error', data: { ok: false, error } })
}

export function rateLimited(retryAfter: number): Error {
  return Object.assign(new Error('429'), { code: 'slack_webapi_rate_limited_error', retryAfter })
}

export function connectionLost(): Error {
  return Object.assign(new Error('lost'), {
    code: 'slack_webapi_request_error',
    original: Object.assign(new Error(), { code: 'ECONNRESET' }),
  })
}
