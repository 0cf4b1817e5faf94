/** Every method of Slack's Web API that we call, with what it costs: the scopes of the manifest and the pace of the calls are read from here. */

export interface MethodRule {
  /** Scopes of the bot token; a test compares them with the manifest, and the manifest asks for no others. */
  scopes: readonly string[]
  /** Least time between two calls. Slack counts posts by channel and everything else by method. */
  everyMs: number
  per: 'channel' | 'method'
  /** It changes nothing, so it may be asked twice. */
  reads?: true
}

/** Scopes and limits as docs.slack.dev/reference/methods gives them; tier 3 is 50 calls a minute, tier 4 a hundred. */
export const METHODS = {
  'auth.test': { scopes: [], everyMs: 0, per: 'method', reads: true },
  'chat.postMessage': { scopes: ['chat:write'], everyMs: 1000, per: 'channel' },
  'chat.postEphemeral': { scopes: ['chat:write'], everyMs: 0, per: 'method' },
  /** All live cards together, a little below tier 3. */
  'chat.update': { scopes: ['chat:write'], everyMs: 2500, per: 'method' },
  'chat.delete': { scopes: ['chat:write'], everyMs: 1200, per: 'method' },
  'conversations.info': { scopes: ['channels:read', 'groups:read'], everyMs: 0, per: 'method', reads: true },
  'conversations.history': { scopes: ['channels:history', 'groups:history', 'im:history'], everyMs: 1200, per: 'method', reads: true },
  'conversations.replies': { scopes: ['channels:history', 'groups:history'], everyMs: 1200, per: 'method', reads: true },
  'conversations.open': { scopes: ['im:write'], everyMs: 300, per: 'method' },
  'users.info': { scopes: ['users:read'], everyMs: 0, per: 'method', reads: true },
  'views.open': { scopes: [], everyMs: 0, per: 'method' },
  'views.update': { scopes: [], everyMs: 0, per: 'method' },
  'views.publish': { scopes: [], everyMs: 600, per: 'method' },
  'files.getUploadURLExternal': { scopes: ['files:write'], everyMs: 600, per: 'method' },
  'files.completeUploadExternal': { scopes: ['files:write'], everyMs: 600, per: 'method' },
} as const satisfies Record<string, MethodRule>

export type Method = keyof typeof METHODS

/** Slash commands are a scope of their own, which no method names. */
const WITHOUT_METHOD = ['commands']

/** What the bot token needs, and nothing else. */
export function neededScopes(): string[] {
  return [...new Set([...WITHOUT_METHOD, ...Object.values(METHODS).flatMap(({ scopes }) => [...scopes])])].toSorted()
}
