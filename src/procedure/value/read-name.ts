/** What something is called: a database, a log-in, a secret of the configuration. */
import { begun, type Read } from './value-fault.ts'

/** Of a `sysname`. */
const LONGEST_SYSNAME = 128

/** Any name that SQL Server takes; it is only ever bound or quoted, so nothing else is forbidden. */
export function readDatabase(text: string): Read<string> {
  if (text === '') return { fault: { is: 'no-name' } }
  if (text.length > LONGEST_SYSNAME) return { fault: { is: 'long-name', length: text.length, most: LONGEST_SYSNAME } }
  if (/\p{Cc}/u.test(text)) return { fault: { is: 'control-character', written: begun(text) } }
  return { value: text }
}

/** `CONTOSO\alice`, or a log-in of SQL Server itself, in which any letter but the backslash may stand. */
export function readLogin(text: string): Read<string> {
  if (text.length > LONGEST_SYSNAME) return { fault: { is: 'long-login', length: text.length, most: LONGEST_SYSNAME } }
  if (/\p{Cc}/u.test(text)) return { fault: { is: 'control-character', written: begun(text) } }
  const parts = text.split('\\')
  // What no account of Windows holds (learn.microsoft.com, "User name formats").
  const ofWindows = parts.length === 2 && parts.every((part) => part.trim() === part && /^[^"/[\]:;|=,+*?<>@]+$/.test(part))
  return text !== '' && (parts.length === 1 || ofWindows) ? { value: text } : { fault: { is: 'no-login', written: begun(text) } }
}

/** Whatever is written here may be the secret itself: no fault repeats it. `known`: undefined when the configuration is not (a document is being read). */
export function readSecretName(text: string, known: readonly string[] | undefined): Read<string> {
  const good = known === undefined ? /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/.test(text) : known.includes(text)
  return good ? { value: text } : { fault: { is: 'no-secret-name', known: [...(known ?? [])] } }
}
