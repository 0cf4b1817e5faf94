/** `npm run demo`: the incident, played from the first command to the verdict of the verifier, on the practice estate; with `--slack`, `--teams` or `--both` there. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { untilToldToEnd } from '../../src/cli/until-told-to-end.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { killEngine } from '../../src/engine/server/process.ts'
import type { Estate } from '../estate/estate.ts'
import { lateLog } from '../estate/state/seed.ts'
import { playToTheEnd, type Shown } from '../practice/players.ts'
import { killPrograms } from '../practice/program.ts'
import { Opened } from '../practice/session/opened.ts'
import { startSession } from '../practice/session/session.ts'
import { ROOT, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { bothChat } from './both-chat.ts'
import { consoleChat, type Chat } from './chat.ts'
import { readArguments, type Where } from './read-arguments.ts'
import { describeEstate } from './read-estate.ts'
import { slackChat } from './slack-chat.ts'
import { teamsChat } from './teams-chat.ts'
import { openTranscript, type Transcript } from './transcript.ts'

const OUT = join(ROOT, 'demo-out')
const OFFER = 'To practise on an installation that stays, with mishaps and a reset: npm run practice'
const CHATS: Record<Where, () => Promise<Chat>> = {
  console: () => Promise.resolve(consoleChat()),
  slack: slackChat,
  teams: teamsChat,
  both: bothChat,
}
const opened = new Opened()

process.exitCode = await demo()
process.exit()

async function demo(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if ('refusal' in asked) {
    process.stderr.write(`${asked.refusal}\n`)
    return 2
  }
  const dir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  const transcript = openTranscript(join(OUT, 'conversation.txt'))
  let keep = false
  const toldToEnd = untilToldToEnd(() => {
    killPrograms()
    killEngine(engineDirectory(join(dir, 'state')))
    rmSync(dir, { recursive: true, force: true })
  })
  try {
    const chat = await CHATS[asked.where]()
    // What goes on in the background then fails at what is closed under it: nobody listens any more.
    return await Promise.race([play(dir, transcript, chat, toldToEnd), toldToEnd.then(() => 1)])
  } catch (cause) {
    keep = true
    transcript.say(`The demo stopped: ${cause instanceof Error ? cause.message : String(cause)}`)
    transcript.say(`What the programs said is in ${dir}/programs.log.`)
    return 1
  } finally {
    await opened.close()
    if (!keep) rmSync(dir, { recursive: true, force: true })
  }
}

async function play(dir: string, transcript: Transcript, chat: Chat, toldToEnd: Promise<void>): Promise<number> {
  await opened.start(
    () => Promise.resolve(chat),
    (one) => one.close(),
  )
  transcript.heading('Starting the practice estate, the engine, the bot and a worker')
  const { entries, environment } = chat
  // Only on a terminal does its console stay open, for whoever goes on with others.
  const documents = process.stdout.isTTY ? 'all' : ['failover-persistent-chat']
  const session = await startSession({ dir, opened, entries, environment, documents })
  const { address, practice } = session
  const estate = session.estate.now()
  for (const line of session.said) transcript.say(line)

  transcript.heading('The estate before, read over a connection of its own')
  transcript.say(await describeEstate(estate))

  transcript.heading(`The conversation${chat.where}`)
  const shown = await incident(chat, address, estate, transcript)

  transcript.heading('The estate after, read over a connection of its own')
  transcript.say(await describeEstate(estate))
  transcript.heading('Times')
  transcript.say(times(shown))
  transcript.heading('The log')
  const intact = verify(practice, transcript)
  if (process.stdout.isTTY) {
    say([
      `The console stays open: ${address}`,
      '"Practice…" at its head makes the estate as new for the next one, and lets something go wrong. Ctrl+C ends it.',
      OFFER,
    ])
    await toldToEnd
  } else say([OFFER])
  return intact && shown.shown.state.toLowerCase() === 'done' ? 0 : 1
}

/** Dana asks, tries to approve it herself, Amir and Carol countersign; a log backup turns up when the copying is over. */
async function incident(chat: Chat, address: string, estate: Estate, transcript: Transcript): Promise<Shown> {
  const joined = await chat.join(address, transcript)
  const { client } = joined
  try {
    transcript.person('dana', chat.words)
    const asked = await client.type('dana', chat.words)
    transcript.answer(asked.note.title)
    if (asked.run === undefined) throw new Error('no run began')
    let tried = false
    let late = false
    return await playToTheEnd(() => Promise.resolve(client), asked.run, {
      beforeApprovals: async (approve) => {
        if (tried) return
        tried = true
        transcript.person('dana', 'presses approve')
        transcript.answer((await client.press('dana', approve)).note.title)
        await joined.atFirstGate?.(String(approve['run']))
      },
      pressing: (by, button) => transcript.person(by, `presses ${button.act}`),
      pressed: ({ reply }) => transcript.answer(reply.note.title),
      watch: (now) => {
        if (late || now.steps[3]?.state !== 'working') return
        late = true
        transcript.event(`A log backup turns up on the share: ${lateLog(estate.state)}`)
      },
      // The late log has to be copied first: back to the step that copies.
      retryFrom: () => 3,
    })
  } finally {
    await joined.end()
  }
}

function times({ waits, startedAt, endedAt }: Shown): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  const all = Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)
  return `From the first command to the end ${seconds(all)}: ${seconds(waits.peopleMs)} waiting for people, ${seconds(waits.machinesMs)} machines at work.`
}

/** Exports the log as an operator would, and has the shipped verifier judge it. */
function verify(practice: PracticeConfiguration, transcript: Transcript): boolean {
  const countersign = (...words: string[]): string =>
    execFileSync(process.execPath, [join(ROOT, 'src/cli.ts'), ...words], {
      encoding: 'utf8',
      cwd: ROOT,
      env: { ...process.env, ...practice.environment },
    })
  transcript.say(countersign('audit', 'export', 'R-1', '--out', 'demo-out', '--config', practice.file).trim())
  const verdict = countersign('audit', 'verify', 'demo-out/R-1.jsonl', '--keys', 'demo-out/keys.json').trim()
  transcript.say(verdict)
  transcript.say('Try it: npm run -s countersign -- audit verify demo-out/R-1.jsonl --keys demo-out/keys.json')
  return verdict.includes(': intact')
}

/** What comes after it, on a terminal and elsewhere. */
function say(lines: string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`)
}
