/** A bot of another version, as a process of its own: its `Run.command` begins with other steps than ours, and never ends. One argument: the state directory. */
import * as restate from '@restatedev/restate-sdk'
import pino from 'pino'
import { engineAdmin } from '../../src/engine/server/admin.ts'
import { startEmbedded } from '../../src/engine/server/embedded.ts'
import { keysAtStart } from '../../src/engine/keys/installation-keys.ts'
import { serveHandlers } from '../../src/engine/serve-handlers.ts'

const stateDir = process.argv[2] ?? ''
const { identity } = keysAtStart(stateDir, 'test')
const run = restate.object({
  name: 'Run',
  handlers: {
    command: async (ctx: restate.ObjectContext): Promise<void> => {
      await ctx.run('another first step', () => 1)
      console.log('begun')
      await ctx.sleep({ hours: 1 })
    },
  },
})
const engine = await startEmbedded({ stateDir, identityKey: identity.file })
const handlers = await serveHandlers({ services: [run], identity: identity.publicForm, log: pino({ level: 'silent' }) })
await engineAdmin({ socket: engine.directory.admin }).register('Run', handlers.uri)
console.log('ready')
