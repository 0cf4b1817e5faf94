import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOBODYS_KEY, openSmallHouse, type SmallHouse } from './small-installation.ts'

let installation: SmallHouse
beforeAll(() => {
  installation = openSmallHouse()
  installation.write('a-file', '')
})
afterAll(() => installation[Symbol.dispose]())

const refused = (sentence: string): object => ({ code: 1, out: '', error: `${sentence}\n` })

test('a worker that the configuration does not know is named, and how to add it', async () => {
  expect(await installation.run('worker', 'xaver')).toEqual(
    refused(
      'countersign worker: there is no worker xaver in the configuration; it lists anna. Run "countersign worker xaver --init" and add it.',
    ),
  )
})

test('a worker whose key is not the listed one is refused with the line to put there', async () => {
  const key = /key: "([^"]+)"/.exec((await installation.run('worker', 'anna', '--init')).out)?.[1] ?? ''
  expect(key).not.toBe(NOBODYS_KEY)
  expect(await installation.run('worker', 'anna')).toEqual(
    refused(
      `countersign worker: the key of worker anna in ${installation.dir}/state is not the one that the configuration lists: put "${key}" there, or bring the right key file.`,
    ),
  )
})

test('a worker whose key is missing makes none: it says which file is missing, and what to do', async () => {
  installation.configure('lost.yaml', { state: 'lost' })
  const { code, error } = await installation.run('worker', 'anna', '--config', 'lost.yaml')
  expect({ code, error }).toEqual({
    code: 1,
    error: `countersign worker: The key file ${installation.dir}/lost/keys/worker-anna.pem is missing: put the file back from a copy, or make a new key with "countersign worker anna --init" and put the line that it prints into the configuration.\n`,
  })
  expect(existsSync(join(installation.dir, 'lost'))).toBe(false)
})

test('a key file that is none is refused', async () => {
  mkdirSync(join(installation.dir, 'other/keys'), { recursive: true })
  installation.write('other/keys/worker-anna.pem', 'rubbish')
  installation.configure('other.yaml', { state: 'other' })
  const { code, error } = await installation.run('worker', 'anna', '--config', 'other.yaml')
  expect({ code, error }).toEqual({
    code: 1,
    error: expect.stringMatching(/^countersign worker: (Others may read the private key|\S+worker-anna\.pem is no Ed25519)/) as string,
  })
})

test('a state folder that cannot be made is named, for the bot and for a worker', async () => {
  installation.configure('file.yaml', { state: 'a-file/state' })
  expect(await installation.run('start', '--config', 'file.yaml')).toEqual(
    refused(
      `countersign start: The engine cannot write to ${installation.dir}/a-file/state/engine (ENOTDIR): give its directory to the user that starts Countersign, or name another state directory.`,
    ),
  )
  expect(await installation.run('worker', 'anna', '--init', '--config', 'file.yaml')).toEqual(
    refused(
      `countersign worker: ${installation.dir}/a-file/state/keys cannot be used (ENOTDIR): see what stands there, or name another place in the configuration or on the command line.`,
    ),
  )
})

test('a state folder whose path is too long for a socket is refused with the number', async () => {
  const state = 's'.repeat(100)
  installation.configure('long.yaml', { state })
  const socket = join(installation.dir, state, 'engine/countersign/ingress.sock')
  expect(await installation.run('start', '--config', 'long.yaml')).toEqual(
    refused(
      `countersign start: The engine's socket ${socket} has ${socket.length} bytes in its path, 103 are possible: choose a state directory with a shorter path.`,
    ),
  )
})

test('an engine that does not start is said with its own last complaint', async () => {
  mkdirSync(join(installation.dir, 'broken/engine'), { recursive: true })
  installation.write('broken/engine/countersign', '')
  installation.configure('broken.yaml', { state: 'broken' })
  expect(await installation.run('start', '--config', 'broken.yaml')).toEqual(
    refused(
      `countersign start: The engine ended with code 1 ("failed to create data directory at ${installation.dir}/broken/engine/countersign/: File exists (os error 17)"): its log is ${installation.dir}/broken/engine/engine.log; correct what it says and start again.`,
    ),
  )
})

test('a port of the console that is in use is named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  installation.configure('port.yaml', { console: { port } })
  try {
    const { code, out, error } = await installation.run('start', '--config', 'port.yaml')
    const said = error.split('\n').filter((line) => line.startsWith('countersign'))
    expect({ code, out, said }).toEqual({
      code: 1,
      out: '',
      said: [
        `countersign start: The console cannot listen on 127.0.0.1:${port}: another program listens there (EADDRINUSE). End that program, or set console.port in countersign.yaml to another number.`,
      ],
    })
  } finally {
    other.close()
  }
})

test('practice beside a real target is refused', async () => {
  const real = { kind: 'powershell', site: 'dc2', host: 'fe5.contoso.com' }
  installation.configure('real.yaml', { targets: { real } })
  expect(await installation.run('start', '--config', 'real.yaml')).toEqual({
    code: 2,
    out: '',
    error:
      'countersign start: real.yaml:12: target real is not a practice target, and `practice: true` lets anybody at the console speak as anybody. Remove `practice: true`, or mark the target with `practice: true` if it is one.\n',
  })
})
