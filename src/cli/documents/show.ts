/** `countersign show`: a document as people read it. */
import { answerShow } from '../../chat/ask/show.ts'
import { meant } from '../../chat/meant.ts'
import type { Note, Piece } from '../../chat/note.ts'
import { isCalled } from '../../procedure/by-verb.ts'
import { en } from '../../words/en.ts'
import { whyLeftOut } from '../installation/left-out.ts'
import { loadInstallation } from '../installation/load-installation.ts'
import { readArguments } from '../read-arguments.ts'
import { Refused } from '../refused.ts'

/** Of a line of prose; code keeps its own lines. */
const WIDTH = 100

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('show', args)
  const installation = loadInstallation(values.config)
  const named = positionals.join(' ')
  if (named === '') throw new Refused('name a procedure: countersign show failover-persistent-chat. "countersign list" lists them.', 2)
  const procedure = installation.procedures.find((one) => isCalled(one, named))
  if (procedure !== undefined) {
    process.stdout.write(drawNote(answerShow(en, procedure, installation)))
    return 0
  }
  const out = installation.leftOut.find((one) => isCalled(one, named))
  if (out !== undefined) throw new Refused(en.notes.outOfService(whyLeftOut(out)))
  const names = installation.procedures.map(({ command }) => command.replace(/^\//, ''))
  const nearest = meant(named.replace(/^\//, ''), names)
  const advice = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  throw new Refused(`there is no procedure "${named}".${advice} "countersign list" lists them.`, 2)
}

/** An answer as a terminal shows it: headings at the edge, prose below them, code further in. */
function drawNote({ title, body }: Note): string {
  const parts = [[title, '='.repeat(title.length)], ...body.map(drawPiece)]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function drawPiece(piece: Piece): string[] {
  switch (piece.type) {
    case 'text':
      return wrapped(piece.text, 2)
    case 'heading':
      return wrapped(piece.text, 0)
    case 'code':
      return piece.text
        .trimEnd()
        .split('\n')
        .map((line) => `      ${line}`.trimEnd())
    case 'rows': {
      const width = Math.max(...piece.rows.map(({ name }) => name.length))
      return piece.rows.flatMap(({ name, value }) => {
        const [first = '', ...more] = wrapped(value, width + 4)
        return [`  ${name.padEnd(width)}  ${first.trimStart()}`, ...more]
      })
    }
    case 'command':
      return [`  ${piece.command}  ${piece.does}`]
    case 'press':
      return []
  }
}

/** Words in lines of `WIDTH` characters; one that is longer stays whole. */
function wrapped(text: string, indent: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDTH - indent) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => `${' '.repeat(indent)}${line}`)
}
