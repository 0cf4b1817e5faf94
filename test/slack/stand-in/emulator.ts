/** Vercel's `emulate` as the workspace: it holds the messages, checks scopes and triggers. It makes up its own ids; ours are put in their place. */
import { createEmulator } from 'emulate'
import { freePort } from '../../practice/write-configuration.ts'
import { ACCOUNTS, APP, BOT, BOT_TOKEN, BOT_USER, CHANNELS, TEAM } from './accounts.ts'

export interface SlackEmulator {
  url: string
  /** Ours to the emulator's, and back, wherever they stand in a body. */
  toEmulator(text: string): string
  fromEmulator(text: string): string
  /** A call that the workspace's owner makes, not the app. */
  asOwner<T = Record<string, unknown>>(method: string, args: Record<string, string>): Promise<T>
  /** As the app, around the proxy: only for what Slack does itself. */
  asApp<T = Record<string, unknown>>(method: string, args: Record<string, string>): Promise<T>
  close(): Promise<void>
}

const OWNER_TOKEN = 'xoxp-practice-owner'
const OWNER_SCOPES = 'users:read,channels:read,channels:history,channels:manage,groups:history,groups:read,im:history,im:read,files:read'

/** `baseUrl`: where clients are told to upload files to. `scopes`: exactly what the manifest asks for. */
export async function openEmulator(baseUrl: string, scopes: string[]): Promise<SlackEmulator> {
  const port = await freePort()
  // Its own `url` is the base URL that it was given.
  const url = `http://127.0.0.1:${port}`
  const emulator = await createEmulator({
    service: 'slack',
    port,
    baseUrl,
    seed: {
      slack: {
        team: { name: 'Contoso', domain: 'contoso' },
        users: Object.values(ACCOUNTS).map(({ name }) => ({ name })),
        channels: Object.keys(CHANNELS).map((name) => ({ name })),
        oauth_apps: [
          {
            app_id: APP,
            client_id: 'countersign',
            client_secret: 'not-used',
            name: 'Countersign',
            redirect_uris: [],
            scopes,
            bot_id: BOT,
            bot_user_id: BOT_USER,
            bot_name: 'countersign',
          },
        ],
        tokens: [
          { token: BOT_TOKEN, type: 'bot', user_id: BOT_USER, app_id: APP, bot_id: BOT, scopes },
          { token: OWNER_TOKEN, type: 'user', user: 'admin', scopes: OWNER_SCOPES.split(',') },
        ],
        strict_scopes: true,
      },
    },
  })
  const call = async <T>(token: string, method: string, args: Record<string, string>): Promise<T> => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: toEmulator(new URLSearchParams(args).toString()),
    })
    const answer = JSON.parse(fromEmulator(await response.text())) as T & { ok: boolean; error?: string }
    if (!answer.ok) throw new Error(`the emulator refused ${method}: ${answer.error ?? response.status}`)
    return answer
  }
  let [toEmulator, fromEmulator] = [translator([]), translator([])]
  const { members } = await call<{ members: { id: string; name: string }[] }>(OWNER_TOKEN, 'users.list', {})
  const { channels } = await call<{ channels: { id: string; name: string }[] }>(OWNER_TOKEN, 'conversations.list', {})
  const { team_id } = await call<{ team_id: string }>(OWNER_TOKEN, 'auth.test', {})
  const ids = [
    [TEAM, team_id],
    ...Object.entries(CHANNELS).map(([name, id]) => [id, channels.find((channel) => channel.name === name)?.id]),
    ...Object.values(ACCOUNTS).map(({ name, id }) => [id, members.find((member) => member.name === name)?.id]),
  ].filter((pair): pair is [string, string] => pair[1] !== undefined)
  toEmulator = translator(ids)
  fromEmulator = translator(ids.map(([ours, theirs]) => [theirs, ours]))
  for (const channel of Object.values(CHANNELS)) await call(OWNER_TOKEN, 'conversations.invite', { channel, users: BOT_USER })
  return {
    url,
    toEmulator,
    fromEmulator,
    asOwner: (method, args) => call(OWNER_TOKEN, method, args),
    asApp: (method, args) => call(BOT_TOKEN, method, args),
    close: () => emulator.close(),
  }
}

/** Puts the second of each pair in the place of the first, in one pass: a channel's history is long, and asked for often. */
function translator(ids: readonly (readonly [string, string])[]): (text: string) => string {
  if (ids.length === 0) return (text) => text
  const second = new Map(ids)
  // Ids are of letters and digits.
  const first = new RegExp([...second.keys()].join('|'), 'g')
  return (text) => text.replaceAll(first, (id) => second.get(id) ?? id)
}
