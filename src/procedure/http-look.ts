/** What an `http` block asks for, and the address that it becomes with its values. */

export interface HttpLook {
  /** `https://{host}:8443/health?pool={pool}`: the values of names are put in URL-encoded. */
  url: string
  status: number
  /** Must stand in the answer. */
  text?: string
  /** How long the certificate must still be good. */
  certificateMs?: number
}

/** The three parts of a template; undefined: it is none. The host is one name or written out, so that nothing that is typed can lead elsewhere. */
export function partsOf(url: string): { scheme: string; host: string; port: string; path: string } | undefined {
  const found = /^(https?):\/\/(\{\w+\}|[A-Za-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[^\s#\\"]*)?$/.exec(url)
  const [, scheme = '', host = '', port = '', path = ''] = found ?? []
  return found === null || path.replaceAll(/\{\w+\}/g, '').search(/[{}]/) >= 0 ? undefined : { scheme, host, port, path }
}

/** Undefined: a value would lead to another host or out of its place in the path. */
export function addressOf(template: string, values: Record<string, unknown>): URL | undefined {
  const parts = partsOf(template)
  if (parts === undefined) return undefined
  const valueOf = (name: string): string => (Object.hasOwn(values, name) ? String(values[name]) : '')
  const host = parts.host.replace(/^\{(\w+)\}$/, (_, name: string) => hostOf(valueOf(name)))
  let led = true
  const path = parts.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = valueOf(name)
    if (/^\.{0,2}$/.test(value)) led = false
    return encodeURIComponent(value)
  })
  // Without a host the path would begin with one: `https:///elsewhere`.
  if (!led || host === '') return undefined
  return URL.parse(`${parts.scheme}://${host}${parts.port}${path}`) ?? undefined
}

/** A name or an address, and nothing that could end it. */
function hostOf(value: string): string {
  if (/^[A-Za-z0-9.-]{1,255}$/.test(value)) return value
  return /^[0-9A-Fa-f:.]{2,45}$/.test(value) ? `[${value}]` : ''
}
