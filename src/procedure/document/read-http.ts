/** An `http` block: the address of its fence, and what its answer must be. */
import type { DocumentReport } from './document-fault.ts'
import { partsOf, type HttpLook } from '../http-look.ts'
import { namesSaid, type Block } from '../procedure.ts'
import type { Scope } from './scope.ts'
import { HTTP_CERTIFICATE, PORTS } from '../../text/bounds.ts'
import { impossiblePort } from '../../text/port.ts'
import { readKeys, readYamlMap } from '../../yaml/read-map.ts'
import { durationField, field, optional, textField } from '../../yaml/fields.ts'

const statusField = field((written) => (typeof written === 'string' && /^[1-5]\d\d$/.test(written) ? Number(written) : undefined), {
  is: 'http-status',
})
const SHAPE = { status: optional(statusField), text: optional(textField), certificate: optional(durationField(HTTP_CERTIFICATE)) }

/** Every key of the body: what the reference documents are held to. */
export const HTTP_KEYS = { http: SHAPE }

/** `line`: of the fence. */
export function readHttp(url: string, body: string, line: number, report: DocumentReport): HttpLook {
  const map = readYamlMap(body, line + 1, report)
  const { status = 200, text, certificate } = readKeys(SHAPE, map, { path: [], of: { is: 'key', name: 'http' } }, report)
  const parts = partsOf(url)
  const port = impossiblePort(url)
  if (url === '') report(line, { is: 'no-url' })
  else if (parts === undefined) report(line, { is: 'bad-url', written: url })
  else if (port !== undefined) report(line, { is: 'no-port', written: url, port, ...PORTS })
  else if (parts.scheme === 'http' && certificate !== undefined) report(map.lineOf(['certificate']), { is: 'certificate-without-tls' })
  return { url, status, ...(text === undefined ? {} : { text }), ...(certificate === undefined ? {} : { certificateMs: certificate }) }
}

/** Every name of the address is known, has one value, and where it is the host it is one. */
export function checkAddress({ http, line }: Pick<Block, 'http' | 'line'>, scope: Scope, report: DocumentReport): void {
  const parts = http === undefined ? undefined : partsOf(http.url)
  if (http === undefined || parts === undefined) return
  for (const name of namesSaid(http.url)) {
    const found = scope.find(name)
    const type = scope.typeOf?.(name)
    if (found === undefined) report(line - 1, { is: 'no-such-value', of: 'address', name, known: [...scope.names] })
    else if (found !== 'ok') report(line - 1, found)
    else if (type?.list === true) report(line - 1, { is: 'list-in-address', name })
    else if (parts.host === `{${name}}` && !isHost(name, type?.of)) report(line - 1, { is: 'no-host-in-address', name })
  }
}

/** `backup_host` stands beside a target. */
function isHost(name: string, type: string | undefined): boolean {
  return type === 'fqdn' || type === 'ip' || type === 'powershell' || name.endsWith('_host')
}
