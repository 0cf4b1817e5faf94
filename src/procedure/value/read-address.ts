/** Where something is found on a network: an address, a page, a mailbox. */
import { LONGEST_VALUE } from '../../text/bounds.ts'
import { begun, type Read } from './value-fault.ts'

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const FQDN = new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})+$`)
const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`)
/** A local part of usual letters: quoted ones are possible on paper only (RFC 5321, 4.1.2). */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** Of a path in an envelope, less its brackets (RFC 5321, 4.5.3.1.3), and of what stands before the `@`. */
const LONGEST_EMAIL = 254
const LONGEST_LOCAL_PART = 64

export function readFqdn(text: string): Read<string> {
  const host = text.toLowerCase()
  return FQDN.test(host) ? { value: host } : { fault: { is: 'no-host', written: begun(text) } }
}

/** IPv4 without leading zeros, which some programs read as octal; IPv6 in its shortest form, in small letters. */
export function readIp(text: string): Read<string> {
  if (IPV4.test(text)) return { value: text }
  const host = /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) ? parsed(`http://[${text}]/`)?.hostname : undefined
  return host === undefined ? { fault: { is: 'no-ip', written: begun(text) } } : { value: host.slice(1, -1) }
}

/** As a browser would ask for it. A log-in in it would stand in the log for ever. */
export function readUrl(text: string): Read<string> {
  if (text.length > LONGEST_VALUE) return { fault: { is: 'long-text', length: text.length, most: LONGEST_VALUE } }
  const url = /^https?:\/\/[^\s\\]+$/i.test(text) ? parsed(text) : undefined
  if (url === undefined) return { fault: { is: 'no-url', written: begun(text) } }
  if (url.username !== '' || url.password !== '') return { fault: { is: 'url-with-log-in', host: begun(url.host) } }
  if (url.href.length > LONGEST_VALUE) return { fault: { is: 'long-text', length: url.href.length, most: LONGEST_VALUE } }
  return { value: url.href }
}

export function readEmail(text: string): Read<string> {
  const at = text.lastIndexOf('@')
  const [local, domain] = [text.slice(0, Math.max(0, at)), text.slice(at + 1).toLowerCase()]
  const good = LOCAL_PART.test(local) && local.length <= LONGEST_LOCAL_PART && FQDN.test(domain) && text.length <= LONGEST_EMAIL
  return good ? { value: `${local}@${domain}` } : { fault: { is: 'no-email', written: begun(text) } }
}

function parsed(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
