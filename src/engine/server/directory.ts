import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { EngineFault } from '../engine-fault.ts'

/** The engine keeps its data under its node's name: with another name it would start empty, so this one never changes. */
export const NODE_NAME = 'countersign'

/** sockaddr_un.sun_path holds 104 bytes on macOS and 108 on Linux, the last one zero. */
const LONGEST_SOCKET_PATH = 103

/** A fresh store takes 160 MB at once. */
const LEAST_FREE_BYTES = 400 * 1024 * 1024

export interface EngineDirectory {
  path: string
  settings: string
  pid: string
  log: string
  ingress: string
  admin: string
  /** Where the bot that owns this directory listens, so that a second one notices. */
  bot: string
  /** Where workers of this machine come in. */
  gateway: string
}

/** Where everything of the embedded engine lies below the state directory. */
export function engineDirectory(stateDir: string): EngineDirectory {
  const path = join(stateDir, 'engine')
  return {
    path,
    settings: join(path, 'engine.toml'),
    pid: join(path, 'engine.pid'),
    log: join(path, 'engine.log'),
    ingress: join(path, NODE_NAME, 'ingress.sock'),
    admin: join(path, NODE_NAME, 'admin.sock'),
    bot: join(path, 'bot.sock'),
    gateway: join(path, 'gateway.sock'),
  }
}

/**
 * Makes the directory with mode 0700, because whoever reaches the sockets in it may plant any state, or says why it cannot serve.
 * @throws EngineFault
 */
export function prepareEngineDirectory(stateDir: string, leastFreeBytes = LEAST_FREE_BYTES): EngineDirectory {
  const directory = engineDirectory(stateDir)
  const length = Buffer.byteLength(directory.ingress)
  if (length > LONGEST_SOCKET_PATH) {
    throw new EngineFault(
      'path-too-long',
      `The engine's socket ${directory.ingress} has ${length} bytes in its path, ${LONGEST_SOCKET_PATH} are possible: choose a state directory with a shorter path.`,
    )
  }
  makePrivate(directory.path)
  refuseOtherStore(directory.path)
  refuseFullDisk(directory.path, leastFreeBytes)
  return directory
}

function makePrivate(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    chmodSync(path, 0o700)
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new EngineFault(
      'not-writable',
      `The engine cannot write to ${path} (${codeOf(cause)}): give its directory to the user that starts Countersign, or name another state directory.`,
      cause,
    )
  }
}

function refuseOtherStore(path: string): void {
  const others = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== NODE_NAME && existsSync(join(path, entry.name, '.cluster-marker')),
  )
  if (others.length === 0) return
  throw new EngineFault(
    'other-store',
    `${path} holds the store of another engine (${others.map((entry) => entry.name).join(', ')}), and ours would start empty beside it: move it away, or name another state directory.`,
  )
}

function refuseFullDisk(path: string, leastFreeBytes: number): void {
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  if (free >= leastFreeBytes) return
  throw new EngineFault(
    'no-disk',
    `Only ${megabytes(free)} are free where ${path} lies, the engine needs ${megabytes(leastFreeBytes)}: free some, or name another state directory.`,
  )
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
}
