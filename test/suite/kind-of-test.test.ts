import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { imports, kindOfTest, wayOutside } from './kind-of-test.ts'

const dir = mkdtempSync(join(tmpdir(), 'kinds-'))
afterAll(() => rmSync(dir, { recursive: true }))

function written(name: string, text: string): string {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

describe('a test of processes and sockets', () => {
  test.each([
    ["import { spawn } from 'node:child_process'"],
    ["import net from 'net'"],
    ["import {\n  createServer,\n  request,\n} from 'node:http'"],
    ["import 'mssql'"],
    ["import { Connection } from 'tedious'"],
    ["import * as restate from '@restatedev/restate-sdk'"],
    ["export { WebSocket } from 'ws'"],
    ["const { chromium } = await import('playwright-core')"],
  ])('is one that says %s', (line) => {
    expect(kindOfTest(written('a.test.ts', `${line}\n`))).toBe('process')
  })

  test('is one that imports a file that does, however far away, by way of circles too', () => {
    const far = written('far.ts', "import './near.ts'\nimport { fork } from 'node:child_process'\n")
    const near = written('near.ts', "export { far } from './far.ts'\n")
    const file = written('b.test.ts', "import { near } from './near.ts'\n")
    expect(wayOutside(file)).toEqual([file, near, far, 'node:child_process'])
  })

  test('is not one that only knows a type of it', () => {
    expect(kindOfTest(written('c.test.ts', "import type { Socket } from 'node:net'\nexport type { Server } from 'node:http'\n"))).toBe(
      'pure',
    )
  })
})

test('both kinds are there, and the core of the product has pure tests only', () => {
  const kinds = Object.groupBy(globSync('test/**/*.test.ts'), kindOfTest)
  expect(kinds.pure?.length).toBeGreaterThan(100)
  expect(kinds.process?.length).toBeGreaterThan(50)
  expect(kinds.process?.filter((file) => /^test[\\/](?:run|procedure|lint[\\/]sql)[\\/]/.test(file))).toEqual([])
})

test('conversations that are led through the core alone reach nothing outside: the mutation tester asks them too', () => {
  const led = [
    'test/chat/conversation.test.ts',
    'test/chat/questions-about-runs.test.ts',
    'test/chat/secret-questions.test.ts',
    'test/chat/way-to-gate.test.ts',
    'test/chat/mirror.test.ts',
    'test/words/whole-conversation.test.ts',
  ]
  expect(led.flatMap((file) => wayOutside(file) ?? [])).toEqual([])
})

test('a test that imports a file by way of others imports it', () => {
  const file = written('d.test.ts', "import './near.ts'\n")
  expect(imports(file, join(dir, 'far.ts'))).toBe(true)
  expect(imports(file, join(dir, 'c.test.ts'))).toBe(false)
})
