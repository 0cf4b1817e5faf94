/** `countersign init DIR`: an installation to begin with, commented, which `check` finds no fault with. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { name as nameSchema } from '../config/schema.ts'
import { EngineFault } from '../engine/engine-fault.ts'
import { makeKeyFile, publicPem, readKeyFile } from '../engine/keys/keys.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'
import { lineOf } from './worker/worker-entries.ts'

/** What is written, from the file of that name in `init/`. */
const FILES: Readonly<Record<string, string>> = {
  'countersign.yaml': 'countersign.yaml',
  'approvals/people.yaml': 'approvals/people.yaml',
  'approvals/two-people.yaml': 'approvals/two-people.yaml',
  'commands/reopen-service.md': 'commands/reopen-service.md',
  // Under its own name it would count where it lies.
  '.gitignore': 'gitignore',
}
const WORKER = 'site1-a'
/** The options that let people speak on the console: of the installation, of each target, and of each person. */
const PRACTICE = /^( *)#(?=practice: )/gm

export async function run(args: string[]): Promise<number> {
  const { values: options, positionals } = readArguments('init', args)
  const [given, ...more] = positionals
  if (given === undefined || more.length > 0) throw new Refused('name one folder, e.g. "countersign init ../contoso".', 2)
  const dir = resolve(given)
  const there = Object.keys(FILES).filter((name) => existsSync(join(dir, name)))
  if (there.length > 0)
    throw new Refused(
      `${there.join(', ')} ${there.length === 1 ? 'stands' : 'stand'} in ${dir} already, and nothing is written: name another folder.`,
    )
  write(() => mkdirSync(dir, { recursive: true }))
  const filling = { practice: options.practice, installation: installationOf(dir), key: write(() => workerKey(dir)) }
  write(() => {
    for (const [name, from] of Object.entries(FILES)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true })
      const text = readFileSync(join(import.meta.dirname, 'init', from), 'utf8')
      writeFileSync(join(dir, name), filled(text, filling), { flag: 'wx' })
    }
  })
  process.stdout.write(next(dir, options.practice))
  return 0
}

/** The folder's name, where an installation can be called so. */
function installationOf(dir: string): string {
  const read = nameSchema.safeParse(basename(dir))
  return read.success ? read.data : 'contoso'
}

function workerKey(dir: string): string {
  const file = join(dir, '.countersign', 'keys', `worker-${WORKER}.pem`)
  makeKeyFile(file)
  return lineOf(publicPem(readKeyFile(file, 'name another folder')))
}

function filled(text: string, { installation, key, practice }: { installation: string; key: string; practice: boolean }): string {
  const own = text.replace('installation: contoso', `installation: ${installation}`).replace('KEY-OF-SITE1-A', key)
  return practice ? own.replaceAll(PRACTICE, '$1') : own
}

function write<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof EngineFault) throw new Refused(cause.message)
    const { code, path } = cause as NodeJS.ErrnoException
    if (code === undefined || path === undefined) throw cause
    throw new Refused(`${path} cannot be written (${code}): name a folder that belongs to you.`)
  }
}

function next(dir: string, practice: boolean): string {
  const [config = ''] = [join(dir, 'countersign.yaml'), join(relative(process.cwd(), dir), 'countersign.yaml')].toSorted(
    (a, b) => a.length - b.length,
  )
  return `${[
    `An installation was written to ${dir}: ${Object.keys(FILES).join(', ')}, and the key of the worker ${WORKER}.`,
    'Put your people, servers and statements in place of the examples. Then:',
    ...['check', 'start', `worker ${WORKER}`].map((words) => `  npm run -s countersign -- ${words} --config ${config}`),
    practice
      ? 'People are chosen on its console, and whoever has its address can be any of them. Before real work, remove every line `practice: …` from countersign.yaml and approvals/people.yaml, and set up Slack (docs/slack.md) or Teams (docs/teams.md).'
      : 'Its console only reads until Slack or Teams is set up (docs/slack.md, docs/teams.md): outside practice it cannot know who speaks. To try it without them, remove the "#" before each `practice:` of countersign.yaml and approvals/people.yaml, or begin with "countersign init DIR --practice", where that is done.',
  ].join('\n')}\n`
}
