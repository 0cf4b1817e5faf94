/** Preloaded into Microsoft's Playground, which listens on all interfaces: whatever it opens is for this machine alone. */
import { Server } from 'node:net'

const { listen } = Server.prototype
Server.prototype.listen = function listenHere(first, ...rest) {
  const callback = rest.findLast((each) => typeof each === 'function')
  const options = typeof first === 'object' && first !== null ? first : { port: Number(first) }
  if (options.path !== undefined || options.fd !== undefined) return listen.call(this, first, ...rest)
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...(callback ? [callback] : []))
}
