import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const HOST = join(import.meta.dirname, '../../src/worker/powershell/host')

// Windows PowerShell 5.1 reads a file without a byte order mark in the code page of its machine.
test.each(readdirSync(HOST).filter((name) => name.endsWith('.ps1')))('%s is written in the letters of ASCII', (name) => {
  expect(readFileSync(join(HOST, name), 'utf8').match(/[^\t\r\n -~]/g)).toBeNull()
})
