import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEstate } from './estate.ts'

const MISSING = 77

test('FreeTDS, pymssql and tshark accept the stand-in', async ({ skip }) => {
  const dir = mkdtempSync(join(tmpdir(), 'other-clients-'))
  const estate = await startEstate({ dir })
  try {
    const { code, output } = await run(
      join(import.meta.dirname, 'other-clients.sh'),
      JSON.stringify({ instances: estate.instances, ca: estate.ca }),
    )
    if (code === MISSING) return skip(output.trim())
    expect(output).not.toMatch(/^FAIL/m)
    expect(code).toBe(0)
  } finally {
    await estate.close()
    rmSync(dir, { recursive: true })
  }
})

async function run(script: string, input: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stdin.on('error', () => undefined).end(input)
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output })))
}
