import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { untilToldToEnd } from '../../src/cli/until-told-to-end.ts'
import type { Estate } from './estate.ts'
import { startEstate } from './estate.ts'
import { plainJson } from './control/plain-json.ts'

const HELP = `The practice estate alone: SQL Server stand-ins over TDS, a file share, the Skype for Business state behind them.

  npm run estate                          says where it listens and with which log-in, until Ctrl+C
  npm run -s estate -- --json             the same as one line of JSON
  npm run estate -- --dir DIR             keeps its files in DIR (else in a temporary directory that is removed at the end)
  npm run estate -- --encryption none     offered (default), required, none
  npm run estate -- --late SECONDS        one more log backup turns up on the share after that time
  npm run estate -- --speed 10            what takes time takes a tenth of it
  npm run estate -- --port SEC=1433       a port of one's own; again for others, and for "control"
  npm run estate -- --attached            ends when its standard input ends
`

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    attached: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    dir: { type: 'string' },
    encryption: { type: 'string', default: 'offered' },
    late: { type: 'string' },
    speed: { type: 'string', default: '1' },
    port: { type: 'string', multiple: true, default: [] },
  },
})

if (values.help) process.stdout.write(HELP)
else await run()

async function run(): Promise<void> {
  const { encryption } = values
  if (encryption !== 'offered' && encryption !== 'required' && encryption !== 'none')
    return refuse(`--encryption is offered, required or none, not "${encryption}".`)
  const late = values.late === undefined ? undefined : Number(values.late) * 1000
  if (late !== undefined && !(late >= 0)) return refuse(`--late wants seconds, not "${values.late}".`)
  const speed = Number(values.speed)
  if (!(speed > 0)) return refuse(`--speed wants a number above 0, not "${values.speed}".`)
  const ports = Object.fromEntries(values.port.map((given) => given.split('=')).map(([name = '', port]) => [name, Number(port)]))
  if (Object.values(ports).some((port) => !Number.isInteger(port) || port < 0 || port > 65_535))
    return refuse('--port wants NAME=PORT, e.g. SEC=1433.')
  const dir = values.dir ?? mkdtempSync(join(tmpdir(), 'countersign-estate-'))
  const clean = (): void => (values.dir === undefined ? rmSync(dir, { recursive: true, force: true }) : undefined)
  const starting = startEstate({ dir, encryption, ports, speed, ...(late !== undefined && { late }) })
  let ending: Promise<void> | undefined
  // Before anything is printed: who reads the line may send the signal at once.
  const end = (): void => void (ending ??= closeAndClean(starting, clean))
  void untilToldToEnd(clean).then(end)
  if (values.attached) process.stdin.on('close', end).resume()
  try {
    const estate = await starting
    process.stdout.write(values.json ? `${plainJson(described(estate))}\n` : inWords(estate, dir))
  } catch (cause) {
    clean()
    refuse(sentenceOf(cause))
    process.exit()
  }
}

async function closeAndClean(starting: Promise<Estate>, clean: () => void): Promise<void> {
  await starting.then((estate) => estate.close()).catch(() => undefined)
  clean()
  process.exit(0)
}

function described({ instances, ca, control }: Estate): object {
  return { instances, ca, control }
}

function inWords(estate: Estate, dir: string): string {
  const lines = estate.instances.map(
    ({ name, server, instance, host, port, up }) =>
      `  ${name.padEnd(5)} ${`${server}\\${instance}`.padEnd(23)} ${up ? `${host}:${port}` : 'down: its site is lost'}`,
  )
  const [first] = estate.instances
  return [
    'The practice estate listens (SQL Server stand-ins; loopback only):',
    ...lines,
    `Log-in: ${first?.user} / ${first?.password}; for looking only: ${first?.reader.user} / ${first?.reader.password}`,
    `Authority of the servers' certificate: ${estate.ca}`,
    `Control: ${estate.control.url} with "Authorization: Bearer ${estate.control.token}"`,
    `Files and statements.jsonl: ${dir}`,
    'Ctrl+C ends it.',
    '',
  ].join('\n')
}

function sentenceOf(cause: unknown): string {
  const { code, port, message } = cause as NodeJS.ErrnoException & { port?: number }
  return code === 'EADDRINUSE'
    ? `Port ${port} is in use: end what listens there, or leave the port out and any free one is taken.`
    : `The practice estate did not start: ${message}.`
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 2
}
