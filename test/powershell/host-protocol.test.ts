import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endProcessGroup } from '../../src/worker/powershell/process.ts'
import { findShell } from '../../src/worker/powershell/find-shell.ts'
import type { ShellCommand } from '../../src/worker/powershell/find-shell.ts'
import { isAlive, untilGone } from './alive.ts'
import { inBothShells } from './shells.ts'

const HOST = join(import.meta.dirname, '../../src/worker/powershell/host/host.ps1')

/** A host spoken to line by line, on stdin. */
class Host {
  readonly child: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  constructor(command: ShellCommand, environment: Record<string, string>) {
    const args = command.args.filter((arg, i) => arg !== '-Requests' && command.args[i - 1] !== '-Requests')
    this.child = spawn(command.program, args, { detached: true, env: environment, stdio: 'pipe' })
    this.#lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }
  say(line: string): void {
    this.child.stdin.write(`${line}\n`)
  }
  async hear(): Promise<Record<string, unknown>> {
    const { value } = (await this.#lines.next()) as { value: string }
    return JSON.parse(value) as Record<string, unknown>
  }
}

inBothShells((kind) => {
  let host: Host
  beforeAll(async () => {
    const target = kind.target()
    const command = findShell(target, HOST, process.platform)
    if ('code' in command) throw new Error(command.code)
    host = new Host(command, target.environment)
    // A PowerShell that was installed as a .NET tool is another process than the one that was started.
    expect(await host.hear()).toMatchObject({ type: 'ready', standIn: kind.standIn, pid: expect.any(Number) })
  })
  afterAll(() => {
    if (host.child.pid !== undefined && host.child.exitCode === null && host.child.signalCode === null) {
      endProcessGroup(host.child.pid, process.platform)
    }
  })

  const run = (id: string, text: string) => JSON.stringify({ id, op: 'run', text: `=${text}`, values: {}, firstLine: 1, purpose: 'act' })

  test('a line that is no request is a fault, and the host stays', async () => {
    host.say('{nonsense')
    expect(await host.hear()).toMatchObject({ type: 'fault', text: expect.stringContaining('{nonsense') })
    host.say('{"op":"dance","id":"x"}')
    expect(await host.hear()).toMatchObject({ type: 'fault', text: expect.stringContaining('dance') })
    host.say('{"op":"ping"}')
    expect(await host.hear()).toEqual({ type: 'pong' })
  })

  test('a second block while one runs is a fault, and a stop for another block changes nothing', async () => {
    host.say(run('a', 'Start-Sleep -Milliseconds 400; 1'))
    host.say(run('b', '2'))
    host.say('{"op":"stop","id":"b"}')
    expect(await host.hear()).toMatchObject({ type: 'fault' })
    expect(await host.hear()).toMatchObject({ type: 'output', id: 'a', value: 1 })
    expect(await host.hear()).toMatchObject({ type: 'done', id: 'a', state: 'completed' })
  })

  test('the text of a block and its values travel apart', async () => {
    host.say(JSON.stringify({ id: 'a', op: 'run', text: '=$v', values: { v: '=$(1 + 1)' }, firstLine: 1, purpose: 'act' }))
    expect(await host.hear()).toEqual({ type: 'output', id: 'a', value: '$(1 + 1)' })
    expect(await host.hear()).toMatchObject({ type: 'done', id: 'a', state: 'completed' })
  })

  test('the end of its input ends the host, the block that runs in it, and the programs that this one started', async () => {
    // The stand-in starts no programs.
    const program = kind.standIn ? '' : "sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'; "
    host.say(run('b', `${program}Start-Sleep -Seconds 600`))
    let started: number | undefined
    if (!kind.standIn) {
      // What a program leaves behind cannot be put back: its process will be replaced.
      expect(await host.hear()).toEqual({ type: 'soils', id: 'b' })
      started = Number((await host.hear())['value'])
      expect(isAlive(started)).toBe(true)
    }
    host.child.stdin.end()
    await once(host.child, 'exit')
    expect(isAlive(host.child.pid)).toBe(false)
    await untilGone(started)
  })
})
