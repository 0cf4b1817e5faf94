import { PORTS } from './bounds.ts'

/** The port that `host:port` or an address names, where no server can have it. */
export function impossiblePort(place: string): string | undefined {
  const [, authority = place] = /^\w+:\/\/([^/?#]*)/.exec(place) ?? []
  const [, port] = /:(\d+)$/.exec(authority) ?? []
  return port === undefined || (Number(port) >= PORTS.least && Number(port) <= PORTS.most) ? undefined : port
}
