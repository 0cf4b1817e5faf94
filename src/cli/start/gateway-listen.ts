import type { Configuration } from '../../config/schema.ts'
import type { GatewayListen } from '../../engine/gateway/serve-gateway.ts'
import { readOrRefuse } from '../installation/read-or-refuse.ts'

/** Where workers of other machines come in, with the files that the configuration names read. */
export function gatewayListen({ listen, certificate, key }: NonNullable<Configuration['gateway']>): GatewayListen {
  const [host = '', port = ''] = listen.split(/:(?=\d+$)/)
  return { host, port: Number(port), certificate: read(certificate, 'certificate'), key: read(key, 'key') }
}

function read(file: string, name: string): string {
  return readOrRefuse(file, `${file} cannot be read: correct \`gateway.${name}\` in the configuration.`)
}
