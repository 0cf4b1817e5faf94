/** Nodes of an engine as docs/cluster.md describes them, each a process of its own on this machine. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomInt } from 'node:crypto'
import { engineBinary } from '../../src/engine/server/binary.ts'
import { until } from '../engine/until.ts'
import { certificateCommands, nodeAddress, nodeCommand, nodeSettings, stunnelSettings, type Place } from './documented.ts'
import { tlsFront } from './tls-front.ts'

/** Addresses of the loopback network are Linux's, and the page's commands are openssl's. */
export const canMakeNodes = process.platform === 'linux' && spawnSync('openssl', ['version']).status === 0

const hasStunnel = spawnSync('stunnel', ['-version']).error === undefined

export interface Nodes {
  place: Place
  /** The public form of the key with which they sign their calls. */
  identity: string
  /** What stands in front of them. */
  front: 'stunnel' | 'a stand-in for stunnel'
  /** `SIGKILL`: as a power failure would end it. */
  kill(node: number): Promise<void>
  /** Stops it, and what stands in front of it, where they are: its connections stand, and nobody answers, as of a machine that is gone. */
  silence(node: number): void
  memoryMb(): number
  close(): Promise<void>
}

/** Starts so many nodes, and what stands in front of each. Resolves when all take calls. */
export async function startNodes(count: number): Promise<Nodes> {
  const place: Place = { dir: mkdtempSync(join(tmpdir(), 'cs-nodes-')), net: `127.${randomInt(1, 254)}.${randomInt(1, 254)}` }
  const made = spawnSync('sh', ['-ec', certificateCommands(place)], { cwd: place.dir, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the certificates could not be made: ${made.stderr}`)
  const nodes = new Map<number, ChildProcess>()
  const fronts = new Map<number, { pid?: number; close(): Promise<void> }>()
  const logOf = (node: number) => join(place.dir, `engine${node}.log`)

  const kill = async (node: number): Promise<void> => {
    const child = nodes.get(node)
    nodes.delete(node)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const start = async (node: number): Promise<void> => {
    const { env, words } = nodeCommand(place, node)
    writeFileSync(join(place.dir, `engine${node}.toml`), settingsOf(count, place, node))
    const log = openSync(logOf(node), 'a')
    nodes.set(
      node,
      spawn(engineBinary(process.platform, process.arch), words.slice(1), {
        env: { PATH: '/usr/bin:/bin', ...env },
        stdio: ['ignore', log, log],
        cwd: place.dir,
      }),
    )
    await until(
      () => `node ${node} never took calls; its log ends with:\n${readFileSync(logOf(node), 'utf8').slice(-2000)}`,
      () => takesCalls(place, node),
    )
  }
  const silence = (node: number): void => {
    nodes.get(node)?.kill('SIGSTOP')
    const pid = fronts.get(node)?.pid
    if (pid !== undefined) process.kill(pid, 'SIGSTOP')
  }
  const close = async (): Promise<void> => {
    for (const front of fronts.values()) await front.close()
    for (const node of nodes.keys()) await kill(node)
    rmSync(place.dir, { recursive: true, force: true })
  }
  try {
    const all = Array.from({ length: count }, (_, index) => index + 1)
    await Promise.all(all.map(start))
    for (const node of all) fronts.set(node, hasStunnel ? await stunnel(place, node) : await tlsFront(stunnelSettings(place, node)))
  } catch (error) {
    await close()
    throw error
  }
  const identity = await until('the engine says its key', () => /publickeyv1_\w+/.exec(readFileSync(logOf(1), 'utf8'))?.[0])
  const memoryMb = () => [...nodes.values()].reduce((sum, { pid }) => sum + residentMb(pid ?? 0), 0)
  return { place, identity, front: hasStunnel ? 'stunnel' : 'a stand-in for stunnel', kill, silence, memoryMb, close }
}

/** One node alone cannot keep two copies. */
function settingsOf(count: number, place: Place, node: number): string {
  const settings = nodeSettings(place, node)
  return count > 1 ? settings : settings.replace('default-replication = 2', 'default-replication = 1')
}

async function takesCalls(place: Place, node: number): Promise<boolean> {
  const asked = ['8080/restate/health', '9070/health'].map((path) =>
    fetch(`http://${nodeAddress(place, node)}:${path}`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  return (await Promise.all(asked)).every(Boolean)
}

async function stunnel(place: Place, node: number): Promise<{ pid?: number; close(): Promise<void> }> {
  const file = join(place.dir, `stunnel${node}.conf`)
  writeFileSync(file, stunnelSettings(place, node))
  const log = openSync(join(place.dir, `stunnel${node}.log`), 'a')
  const child = spawn('stunnel', [file], { stdio: ['ignore', log, log], cwd: place.dir })
  await until(
    () => `stunnel ${node} does not run: ${readFileSync(join(place.dir, `stunnel${node}.log`), 'utf8')}`,
    () => child.exitCode === null && readFileSync(join(place.dir, `stunnel${node}.log`), 'utf8').includes('Configuration successful'),
  )
  return {
    ...(child.pid !== undefined && { pid: child.pid }),
    close: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

function residentMb(pid: number): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return 0
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024)
}
