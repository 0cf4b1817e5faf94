/** Where a secret was to come from, and why it is not there. */
export type SecretSource = { env: string } | { file: string; how: 'empty' | 'unreadable' }

/** In English. `of`: whose secret it is; its value is never named. */
export function sayNoSecret(of: string, from: SecretSource): string {
  if ('env' in from) return `${of} is to come from the environment variable ${from.env}, which is not set. Set it for this process.`
  return from.how === 'empty'
    ? `${of} is to come from ${from.file}, which is empty. Write the secret into it, readable by this user only.`
    : `${of} is to come from ${from.file}, which cannot be read. Write the secret into it as plain UTF-8 without a byte order mark, readable by this user only.`
}
