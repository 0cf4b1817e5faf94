import type { Configuration } from '../../config/schema.ts'
import type { EngineElsewhere } from '../../config/engine.ts'
import type { Elsewhere } from '../../engine/elsewhere/reach-elsewhere.ts'
import { Refused } from '../refused.ts'
import { readOrRefuse } from './read-or-refuse.ts'

/** The engine elsewhere that the configuration names, with its files read; `undefined`: it is the embedded one. Refuses with every file that cannot be read. */
export function engineElsewhere({ engine }: Pick<Configuration, 'engine'>): Elsewhere | undefined {
  if (engine === 'embedded') return undefined
  const { ingress, admin, listen, url, identity } = engine
  const tls = clientTls(engine)
  const [host = '', port = ''] = listen.split(/:(?=\d+$)/)
  const handlers = { host, port: Number(port), url, ...(tls && url.startsWith('https://') && { tls }) }
  return { ingress: [ingress].flat(), admin: [admin].flat(), handlers, identity, ...(tls && { tls }) }
}

function clientTls({ ca, certificate, key }: EngineElsewhere): Elsewhere['tls'] {
  const faults: string[] = []
  const read = (name: string, file: string | undefined): string | undefined => {
    if (file === undefined) return undefined
    try {
      return readOrRefuse(file, `${file} cannot be read: correct \`engine.${name}\` in the configuration.`)
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault
      faults.push(...fault.sentences)
      return undefined
    }
  }
  const files = { ca: read('ca', ca), certificate: read('certificate', certificate), key: read('key', key) }
  if (faults.length > 0) throw new Refused(faults)
  if (files.certificate === undefined || files.key === undefined) return undefined
  return { certificate: files.certificate, key: files.key, ...(files.ca !== undefined && { ca: files.ca }) }
}
