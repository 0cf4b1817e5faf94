/**
 * `node test/house/walk.ts [--teams] [--files]`: presses Approve once in Slack or Teams (their stand-ins, the real bot and engine) and prints the files of src in which anything ran
 * in the bot until the card shows it, by folder. What is drawn in docs/one-approval.md was counted by it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { atGate } from '../conversation/stage.ts'
import { buttonOf, untilSays } from '../conversation/watch.ts'
import { startProgram } from '../practice/program.ts'
import { freePort, ROOT } from '../practice/write-configuration.ts'
import { openSlackHouse } from '../slack/slack-installation.ts'
import { slackPlatform } from '../slack/slack-platform.ts'
import { openTeamsHouse } from '../teams/teams-installation.ts'
import { teamsPlatform } from '../teams/teams-platform.ts'

/** After a start runs are driven anew and calls looked over, ten times in a row. */
const CALM_AFTER_MS = 10_000
const IDLE_MS = 5_000
const DRAWN_BY = 'src/chat/card/draw-card.ts#'

interface Coverage {
  result: { url: string; functions: { functionName: string; ranges: { startOffset: number; count: number }[] }[] }[]
}

/** Every function of src that ran since this was asked last, as `src/run/decide.ts#decide:812`. */
type WhatRan = () => Promise<Set<string>>

const port = await freePort()
// Of the programs that follow, the bot is the first, and has the port.
process.env['NODE_OPTIONS'] = `--inspect=127.0.0.1:${port}`
const house = process.argv.includes('--teams') ? await openTeamsHouse({ worker: false }) : await openSlackHouse('http', { worker: false })
delete process.env['NODE_OPTIONS']
const files = new Set<string>()
try {
  const platform = 'teams' in house ? teamsPlatform(house.teams) : slackPlatform(house.workspace, house.transport)
  const { installation } = house
  const worker = await startProgram(installation.practice, ['worker', 'dc2-a'], `${installation.dir}/worker.log`)
  const { run, card } = await atGate({ platform, installation })
  // Its heartbeats are no part of the press.
  await worker.end()
  const { ran, close } = await watchBot(port)
  await pause(CALM_AFTER_MS)
  let idle: Set<string>
  // A card that is drawn anew by itself would take what the press draws out of the count.
  do {
    await ran()
    await pause(IDLE_MS)
    idle = await ran()
  } while ([...idle].some((each) => each.startsWith(DRAWN_BY)))
  await platform.press('amir', buttonOf(card, 'Approve'))
  await untilSays(platform, run, 'Amir Haddad')
  for (const each of (await ran()).difference(idle)) files.add(each.slice(0, each.indexOf('#')))
  close()
} finally {
  await house.close()
}

const folders = Map.groupBy([...files].toSorted(), (file) => file.split('/').slice(0, -1).join('/'))
for (const [folder, names] of folders) {
  const shown = process.argv.includes('--files') ? `  ${names.map((name) => name.slice(folder.length + 1)).join(' ')}` : ''
  console.log(`${String(names.length).padStart(5)}  ${folder}${shown}`)
}
console.log(`One approve press passes ${files.size} files in ${folders.size} folders.`)
process.exit()

/** Counts in the bot itself, over the debugging port that it was started with. */
async function watchBot(at: number): Promise<{ ran: WhatRan; close: () => void }> {
  const [target] = (await (await fetch(`http://127.0.0.1:${at}/json/list`)).json()) as { webSocketDebuggerUrl: string }[]
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '')
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, (result: unknown) => void>()
  socket.on('message', (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
  })
  let asked = 0
  const ask = (method: string, params = {}): Promise<unknown> => {
    const id = ++asked
    socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => waiting.set(id, resolve))
  }
  await ask('Profiler.enable')
  await ask('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const ran: WhatRan = async () => {
    const { result } = (await ask('Profiler.takePreciseCoverage')) as Coverage
    return new Set(
      result
        .filter(({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(`${ROOT}/src/`))
        .flatMap(({ url, functions }) =>
          functions.flatMap(({ functionName, ranges: [range] }) =>
            range !== undefined && range.count > 0
              ? [`${fileURLToPath(url).slice(ROOT.length + 1)}#${functionName}:${range.startOffset}`]
              : [],
          ),
        ),
    )
  }
  return { ran, close: () => socket.close() }
}
