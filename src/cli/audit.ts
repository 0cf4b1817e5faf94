/** `countersign audit verify` and `countersign audit export`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { exportLog } from '../audit/export.ts'
import type { PublicKeys } from '../audit/entry.ts'
import { verifyBytes, type Verification } from '../audit/verify.ts'
import { showHidden } from '../text/hidden-characters.ts'
import type { RehearsalLists } from '../run/rehearsal/lists.ts'
import { en } from '../words/en.ts'
import { readRunName } from '../run/run-name.ts'
import { askEngine } from './ask-engine.ts'
import { publicKeysSchema } from './bot-file.ts'
import { counted } from '../text/counted.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

const EXIT_CODES: Record<Verification['verdict'], number> = { intact: 0, incomplete: 3, altered: 4, 'cannot-be-judged': 5 }

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('audit', args)
  const [act, subject, ...more] = positionals
  if (subject === undefined || more.length > 0 || (act !== 'verify' && act !== 'export')) {
    throw new Refused('say "audit verify FILE --keys KEYS" or "audit export R-n".', 2)
  }
  if (act === 'export') return exportRun(values.config, subject, values.out)
  if (values.keys === undefined)
    throw new Refused('name the public keys with --keys; "countersign audit export" writes them beside the log.', 2)
  return verifyFile(subject, values.keys, values.json)
}

function verifyFile(file: string, keysFile: string, json: boolean): number {
  const verification = verifyBytes(read(file), readPublicKeys(keysFile))
  process.stdout.write(
    json
      ? `${JSON.stringify(verification)}\n`
      : `${[`${file}: ${sentenceOf(verification)}`, ...rehearsalOf(verification)].map(showHidden).join('\n')}\n`,
  )
  return EXIT_CODES[verification.verdict]
}

function sentenceOf(verification: Verification): string {
  switch (verification.verdict) {
    case 'intact':
      return `intact: ${counted(verification.entries, 'entry', 'entries')} decided again, ${counted(verification.heads, 'signed head', 'signed heads')}, the last one ends the run.${notesOf(verification.notes)}`
    case 'incomplete':
      return `incomplete: ${verification.why}${notesOf(verification.notes)}`
    case 'altered':
      return `altered at entry ${verification.at}: ${verification.why}`
    case 'cannot-be-judged':
      return `cannot be judged from entry ${verification.at} on: ${verification.why}${again(verification.entries)}`
  }
}

function rehearsalOf(verification: Verification): string[] {
  return 'rehearsed' in verification && verification.rehearsed !== undefined ? sayRehearsal(verification.rehearsed) : []
}

/** Whoever reads a log must know first that nothing of it was done. */
function sayRehearsal(rehearsed: RehearsalLists): string[] {
  const lists = en.rehearsalLists(rehearsed).flatMap(({ heading, lines }) => [heading, ...lines.map((line) => `– ${line}`)])
  return [`${en.rehearsalMark}This is the log of a rehearsal: it asked servers and changed nothing on them.`, ...lists]
}

function again(entries: number): string {
  return entries === 0 ? ' Nothing was decided again.' : ` ${counted(entries, 'entry', 'entries')} before it decided again.`
}

function notesOf(notes: string[]): string {
  return notes.map((note) => ` ${note}`).join('')
}

function readPublicKeys(file: string): PublicKeys {
  try {
    return publicKeysSchema.parse(JSON.parse(read(file).toString('utf8')))
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused(`${file} does not hold public keys: name the keys.json that "countersign audit export" wrote.`, 2)
  }
}

async function exportRun(config: string, name: string, out: string): Promise<number> {
  const run = readRunName(name)
  if (run === undefined) throw new Refused(`"${name}" is not the name of a run; "countersign runs" lists them, e.g. R-7.`, 2)
  const { history, rehearsed, publicKeys } = await askEngine(config, async (client, bot) => ({
    history: await client.history(run),
    rehearsed: (await client.view(run))?.rehearsed,
    publicKeys: bot.publicKeys,
  }))
  if (history.entries.length === 0) throw new Refused(`there is no run ${run}; "countersign runs" lists them.`)
  mkdirSync(out, { recursive: true })
  const files = { log: join(out, `${run}.jsonl`), keys: join(out, 'keys.json') }
  writeFileSync(files.log, exportLog(history.entries, history.heads))
  writeFileSync(files.keys, `${JSON.stringify(publicKeys, null, 2)}\n`)
  const written = `${resolve(files.log)}: ${counted(history.entries.length, 'entry', 'entries')}. ${resolve(files.keys)}: the public keys.`
  const said = rehearsed === undefined ? [] : sayRehearsal(rehearsed)
  process.stdout.write(`${[written, ...said].map(showHidden).join('\n')}\n`)
  return 0
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Refused(
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}): name a file that "countersign audit export" wrote.`,
      2,
    )
  }
}
