import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { signCommand } from '../../src/audit/signature.ts'
import { recordedKeys } from '../../src/engine/keys/installation-keys.ts'
import { clientOf, startBot } from './bot.ts'
import { start } from './drill.ts'
import { stateDirectory } from './state-directory.ts'
import { until } from './until.ts'

test('a call that other code had begun is killed by the new bot, and its run gets on', async () => {
  const state = stateDirectory()
  const old = spawn(process.execPath, [join(import.meta.dirname, 'other-code.ts'), state.path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  createInterface({ input: old.stdout }).on('line', (line) => said.push(line))
  await until('the old bot is ready', () => said.includes('ready'))

  const client = clientOf(state.path)
  const asked = signCommand(start('R-1'), 'chat', recordedKeys(state.path).chat)
  const hangs = client.command(asked, 'one click').catch((error: unknown) => error)
  await until('the old code has begun', () => said.includes('begun'))
  old.kill('SIGKILL')
  await once(old, 'exit')

  const bot = await startBot({ stateDir: state.path, installation: 'test', workers: [] })
  expect(await hangs).toMatchObject({ code: 'not-recorded', message: 'R-1: not recorded, the engine does not answer. Try again.' })
  expect(await until('the kill is forgotten', () => client.command(asked, 'one click').catch(() => undefined))).toMatchObject({
    accepted: true,
    seq: 1,
  })
  await client.close()
  await bot.end()
  state.remove()
})
