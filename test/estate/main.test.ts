import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const MAIN = join(import.meta.dirname, 'main.ts')

async function run(...args: string[]): Promise<{ code: number | null; error: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let error = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  await once(child, 'close')
  return { code: child.exitCode, error }
}

test.each(['SIGINT', 'SIGTERM', 'stdin'] as const)('says where it listens in one line of JSON, and ends cleanly on %s', async (by) => {
  const child = spawn(process.execPath, [MAIN, '--json', '--attached'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { instances, ca, control } = JSON.parse(line) as {
    instances: { name: string }[]
    ca: string
    control: { url: string; token: string }
  }
  expect(instances.map(({ name }) => name)).toEqual(['PRI', 'PRIM', 'SEC', 'SECM'])
  expect(existsSync(ca)).toBe(true)
  expect(control.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  if (by === 'stdin') child.stdin.end()
  else child.kill(by)
  expect(await ended).toEqual([0, null])
  expect(existsSync(dirname(ca))).toBe(false)
})

test.each([
  [['--encryption', 'maybe'], '--encryption is offered, required or none, not "maybe".\n'],
  [['--late', 'soon'], '--late wants seconds, not "soon".\n'],
  [['--speed', '0'], '--speed wants a number above 0, not "0".\n'],
  [['--port', 'SEC=1433x'], '--port wants NAME=PORT, e.g. SEC=1433.\n'],
])('%j is refused', async (args, error) => {
  expect(await run(...args)).toEqual({ code: 2, error })
})

test('a port in use is said in a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  try {
    const sentence = `Port ${port} is in use: end what listens there, or leave the port out and any free one is taken.\n`
    expect(await run('--port', `SEC=${port}`)).toEqual({ code: 2, error: sentence })
  } finally {
    other.close()
  }
})
