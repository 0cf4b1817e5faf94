/** Microsoft's Playground as a process of this machine alone, with the people and the team of the stand-in. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import { freePort } from '../../practice/write-configuration.ts'
import { ACCOUNTS, BOT, TENANT, type AccountName } from '../stand-in/accounts.ts'
import { CHANNEL, GROUP_CHAT, TEAM } from '../stand-in/places.ts'

export interface Playground {
  /** Of its page. */
  address: string
  close(): Promise<void>
}

export const CHANNEL_NAME = 'Incident'
const WITHIN_MS = 60_000

/** `dir`: where its configuration and its log are written. `bot`: where the bot takes Teams' calls. */
export async function startPlayground(script: string, dir: string, bot: string): Promise<Playground> {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, '.m365agentsplayground.yml'), stringify(people()))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const words = ['start', '-e', bot, '-c', 'msteams', '-p', String(port), '--service-url', `${address}/_connector`, '--disable-telemetry']
  const preload = pathToFileURL(join(import.meta.dirname, 'local-only.mjs')).href
  const child = spawn(process.execPath, ['--import', preload, script, ...words], {
    cwd: dir,
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(dir, 'playground.log'))
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  const ended = once(child, 'exit')
  const giveUpAt = Date.now() + WITHIN_MS
  while (!(await fetch(address).catch(() => undefined))?.ok) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill()
      throw new Error(`the Playground did not start; what it said is in ${join(dir, 'playground.log')}`)
    }
    await pause(100)
  }
  return {
    address,
    close: async () => {
      child.kill()
      await ended
    },
  }
}

/** Its own shape, with exactly five people beside the one who sits before the page. */
function people(): object {
  const personOf = (name: AccountName): object => {
    const { id, name: whole, upn, object } = ACCOUNTS[name as 'dana']
    const [givenName = '', ...rest] = whole.split(' ')
    return { id, name: whole, userPrincipleName: upn, aadObjectId: object, givenName, surname: rest.join(' '), email: upn }
  }
  return {
    version: '0.1.1',
    tenantId: TENANT,
    bot: BOT,
    currentUser: personOf('dana'),
    users: (['amir', 'carol', 'bob', 'erin', 'stranger'] as const).map(personOf),
    personalChat: { id: '19:dana-and-countersign' },
    groupChat: { id: GROUP_CHAT, name: 'On call' },
    team: { id: TEAM.id, name: TEAM.name, aadGroupId: TEAM.group, channels: [{ id: CHANNEL, name: CHANNEL_NAME }] },
  }
}
