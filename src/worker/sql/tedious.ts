/** The driver, without what it would load to log in by Azure: more than half of its modules, and nothing here can ask for them. */
import { createRequire, registerHooks } from 'node:module'
import type * as driver from 'tedious'

const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@azure/identity' ? { url: 'node:module', shortCircuit: true } : next(specifier, context),
})
const loaded = createRequire(import.meta.url)('tedious') as typeof driver
hooks.deregister()

export const { Connection, Request, TYPES } = loaded
export type Connection = driver.Connection
