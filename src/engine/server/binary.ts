import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EngineFault } from '../engine-fault.ts'

const BUILT_FOR = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/**
 * Path of the engine's own binary. The program that `@restatedev/restate-server` calls `restate-server` is a Node wrapper,
 * and killing the wrapper leaves the server alive, so the platform's package is looked up itself.
 */
export function engineBinary(platform: string, arch: string, packages: NodeJS.Require = createRequire(import.meta.url)): string {
  const built = `${platform}-${arch}`
  if (platform === 'win32') {
    throw new EngineFault(
      'no-binary',
      'The engine does not run on Windows: run `countersign start` under WSL; only `countersign worker` runs on Windows itself.',
    )
  }
  if (!BUILT_FOR.includes(built)) {
    throw new EngineFault('no-binary', `There is no engine for ${built} (only ${BUILT_FOR.join(', ')}): start the bot on one of these.`)
  }
  const name = `@restatedev/restate-server-${built}`
  try {
    const binary = join(dirname(packages.resolve(`${name}/package.json`)), 'bin', 'restate-server')
    accessSync(binary, constants.X_OK)
    return binary
  } catch (cause) {
    throw new EngineFault(
      'no-binary',
      `The engine's package ${name} is not installed: run \`npm ci\` without leaving out optional packages.`,
      cause,
    )
  }
}
