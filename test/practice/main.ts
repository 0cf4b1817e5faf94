/** `npm run practice`: an installation to practise on that stays: what was begun goes on at the next start. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { untilToldToEnd } from '../../src/cli/until-told-to-end.ts'
import { engineDirectory } from '../../src/engine/server/directory.ts'
import { killEngine } from '../../src/engine/server/process.ts'
import { killPrograms } from './program.ts'
import { Opened } from './session/opened.ts'
import { sessionFile, startSession, type Session } from './session/session.ts'
import { ROOT } from './write-configuration.ts'

const HELP = `An installation to practise on: the practice estate, the engine, the bot and a worker. It stays when it ends, and the next start goes on where it was.

  npm run practice                        in the folder practice/ of the project
  npm run practice -- --dir DIR           in DIR
  npm run practice -- --new               begins anew: what lies in the folder is removed
  npm run practice -- --speed 1           the estate takes twice as long as it does by itself (2)
`

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const read = readArguments()
  if (typeof read === 'number') return read
  const { dir, speed, anew } = read
  if (isForeign(dir)) return refuse(`${dir} holds something else than a practice installation: name another folder with --dir.`)
  if (anew) rmSync(dir, { recursive: true, force: true })
  const goesOn = existsSync(sessionFile(dir))
  const toldToEnd = untilToldToEnd(() => {
    killPrograms()
    killEngine(engineDirectory(join(dir, 'state')))
  })
  const opened = new Opened()
  try {
    // What goes on in the background then fails at what is closed under it: nobody listens any more.
    const session = await Promise.race([startSession({ dir, opened, speed }), toldToEnd])
    if (session === undefined) return 0
    process.stdout.write(welcome(session, dir, goesOn))
    const bot = session.bot.gone.then(() => 'bot' as const)
    if ((await Promise.race([bot, toldToEnd])) !== 'bot') return 0
    return refuse(`The bot has ended by itself: what it said is in ${join(dir, 'programs.log')}.`)
  } catch (cause) {
    return refuse(sentenceOf(cause, dir, goesOn))
  } finally {
    await opened.close()
  }
}

function readArguments(): { dir: string; speed: number; anew: boolean } | number {
  const options = {
    dir: { type: 'string', default: join(ROOT, 'practice') },
    new: { type: 'boolean', default: false },
    speed: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  } as const
  try {
    const { values } = parseArgs({ options })
    const speed = Number(values.speed)
    if (values.help) {
      process.stdout.write(HELP)
      return 0
    }
    if (!(speed > 0)) return refuse(`--speed wants a number above 0, not "${values.speed}".`)
    return { dir: resolve(values.dir), speed, anew: values.new }
  } catch (cause) {
    return refuse(`${(cause as Error).message}\n\n${HELP}`)
  }
}

/** Nothing is removed, and nothing written over, that was not made here. */
function isForeign(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).length > 0 && !existsSync(sessionFile(dir))
}

function welcome({ said, practice }: Session, dir: string, goesOn: boolean): string {
  return `${[
    goesOn ? `The practice installation in ${dir} goes on where it was.` : `A practice installation was made in ${dir}. It stays there.`,
    ...said,
    'Open the address of the console. "Start…" begins the failover; two others must countersign it: choose who speaks at the foot of the page.',
    '"Practice…" at the head of the page lets something go wrong on the estate, takes it away, and makes everything as new.',
    `Documents, policies and people are yours to change, in ${join(dir, 'commands')} and ${join(dir, 'approvals')}: they count as soon as they are saved.`,
    `The other commands want this configuration, e.g. npm run -s countersign -- runs --config ${practice.file}`,
    'Ctrl+C ends everything; the next "npm run practice" goes on from there, "npm run practice -- --new" begins anew.',
  ].join('\n')}\n`
}

function sentenceOf(cause: unknown, dir: string, goesOn: boolean): string {
  const { code, port, message } = cause as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: end what listens there, perhaps another "npm run practice", or begin in another folder with --dir.`
  const anew = goesOn ? ' If what lies there is of another release, "npm run practice -- --new" begins anew.' : ''
  return `The practice installation did not start: ${message} What the programs said is in ${join(dir, 'programs.log')}.${anew}`
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}
