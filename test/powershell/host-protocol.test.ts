import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { endProcessGroup } from '../../src/worker/powershell/end-process-group.ts'
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
  let host: Host | undefined
  afterEach(() => {
    if (host?.child.pid !== undefined && host.child.exitCode === null && host.child.signalCode === null) {
      endProcessGroup(host.child.pid, process.platform)
    }
  })

  const start = async (): Promise<Host> => {
    const target = kind.target()
    const command = findShell(target, HOST, process.platform)
    if ('code' in command) throw new Error(command.sentence)
    host = new Host(command, target.environment)
    // A PowerShell that was installed as a .NET tool is another process than the one that was started.
    expect(await host.hear()).toMatchObject({ type: 'ready', standIn: kind.standIn, pid: expect.any(Number) })
    return host
  }
  const run = (id: string, text: string) => JSON.stringify({ id, op: 'run', text: `=${text}`, values: {}, firstLine: 1, purpose: 'act' })

  test('a line that is no request is a fault, and the host stays', async () => {
    const it = await start()
    it.say('{nonsense')
    expect(await it.hear()).toMatchObject({ type: 'fault', text: expect.stringContaining('{nonsense') })
    it.say('{"op":"dance","id":"x"}')
    expect(await it.hear()).toMatchObject({ type: 'fault', text: expect.stringContaining('dance') })
    it.say('{"op":"ping"}')
    expect(await it.hear()).toEqual({ type: 'pong' })
  })

  test('a second block while one runs is a fault, and a stop for another block changes nothing', async () => {
    const it = await start()
    it.say(run('a', 'Start-Sleep -Milliseconds 400; 1'))
    it.say(run('b', '2'))
    it.say('{"op":"stop","id":"b"}')
    expect(await it.hear()).toMatchObject({ type: 'fault' })
    expect(await it.hear()).toMatchObject({ type: 'output', id: 'a', value: 1 })
    expect(await it.hear()).toMatchObject({ type: 'done', id: 'a', state: 'completed' })
  })

  test('the text of a block and its values travel apart', async () => {
    const it = await start()
    it.say(JSON.stringify({ id: 'a', op: 'run', text: '=$v', values: { v: '=$(1 + 1)' }, firstLine: 1, purpose: 'act' }))
    expect(await it.hear()).toEqual({ type: 'output', id: 'a', value: '$(1 + 1)' })
  })

  test('the end of its input ends the host, and the block that runs in it', async () => {
    const it = await start()
    it.say(run('a', 'Start-Sleep -Seconds 600'))
    it.child.stdin.end()
    await once(it.child, 'exit')
    expect(isAlive(it.child.pid)).toBe(false)
  })

  test.skipIf(kind.standIn)('and with it the programs that it started', async () => {
    const it = await start()
    it.say(run('a', "sh -c 'sleep 600 >/dev/null 2>&1 & echo $!'"))
    // What a program leaves behind cannot be put back: its process will be replaced.
    expect(await it.hear()).toEqual({ type: 'soils', id: 'a' })
    const { value } = await it.hear()
    expect(isAlive(Number(value))).toBe(true)
    it.child.stdin.end()
    await untilGone(Number(value))
  })
})
