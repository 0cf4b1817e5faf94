import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from '../practice/write-configuration.ts'

export interface Ended {
  code: number | null
  out: string
  error: string
}

export interface Around {
  cwd?: string
  environment?: Record<string, string>
}

/** The program as a user starts it, to its end. */
export async function countersign(words: string[], { cwd = ROOT, environment = {} }: Around = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), ...words], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let error = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  await once(child, 'close')
  return { code: child.exitCode, out, error }
}
