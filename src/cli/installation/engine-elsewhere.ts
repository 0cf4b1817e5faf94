import type { Configuration } from '../../config/schema.ts'
import type { EngineElsewhere } from '../../config/engine.ts'
import type { Elsewhere } from '../../engine/elsewhere/reach-elsewhere.ts'
import { readOrRefuse } from './read-or-refuse.ts'

/** The engine elsewhere that the configuration names, with its files read; `undefined`: it is the embedded one. */
export function engineElsewhere({ engine }: Pick<Configuration, 'engine'>): Elsewhere | undefined {
  if (engine === 'embedded') return undefined
  const { ingress, admin, listen, url, identity } = engine
  const tls = clientTls(engine)
  const [host = '', port = ''] = listen.split(/:(?=\d+$)/)
  const handlers = { host, port: Number(port), url, ...(tls && url.startsWith('https://') && { tls }) }
  return { ingress: [ingress].flat(), admin: [admin].flat(), handlers, identity, ...(tls && { tls }) }
}

function clientTls({ ca, certificate, key }: EngineElsewhere): Elsewhere['tls'] {
  if (certificate === undefined || key === undefined) return undefined
  return { certificate: read(certificate, 'certificate'), key: read(key, 'key'), ...(ca !== undefined && { ca: read(ca, 'ca') }) }
}

function read(file: string, name: string): string {
  return readOrRefuse(file, `${file} cannot be read: correct \`engine.${name}\` in the configuration.`)
}
