/** A caller's token before anybody judges its signature: only what Microsoft's channel signs for this bot is handed to botbuilder. */

export interface Bearer {
  header: string
  /** Claims that nobody has judged yet; seconds since 1970. */
  expires?: number
  notBefore?: number
}

export interface Expected {
  issuer: string
  audience: string
  tenants: readonly string[]
}

/** Far more than Microsoft's, which are about one kilobyte. */
const LONGEST = 8192

/**
 * botbuilder chooses by the claims, before it judges them, which keys and rules a token is judged by: the Emulator's, a skill's, an edge device's;
 * and it keeps every tenant that a token names (seen with 4.23.3). So a token of any other issuer, for anybody else, or of a foreign tenant never reaches it.
 */
export function bearerOf(header: string | undefined, { issuer, audience, tenants }: Expected): Bearer | { fault: string } {
  if (header === undefined) return { fault: 'no-token' }
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(header)?.[1]
  if (token === undefined || token.length > LONGEST) return { fault: 'no-bearer' }
  const claims = claimsOf(token.split('.')[1] ?? '')
  if (claims === undefined) return { fault: 'no-claims' }
  if (claims['iss'] !== issuer) return { fault: 'issuer' }
  if (claims['aud'] !== audience) return { fault: 'audience' }
  const { tid, exp, nbf } = claims
  if (tid !== undefined && !(typeof tid === 'string' && tenants.includes(tid))) return { fault: 'tenant' }
  // botbuilder takes a token that never ends.
  if (typeof exp !== 'number') return { fault: 'no-end' }
  return { header, expires: exp, ...(typeof nbf === 'number' ? { notBefore: nbf } : {}) }
}

function claimsOf(payload: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
