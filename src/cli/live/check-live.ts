/** `countersign check --live`: asks every block of one document that only looks, under the log-ins that look, and whether those can do no more. */
import { join, relative } from 'node:path'
import { readersOf } from '../../config/readers.ts'
import { showHidden } from '../../text/hidden-characters.ts'
import { formatFault } from '../../text/fault.ts'
import type { Fault } from '../../text/fault.ts'
import { askDocument, type Told } from './ask-document.ts'
import type { Known } from './missing-names.ts'
import { counted } from '../../text/counted.ts'
import { openLiveContext } from './context.ts'
import { findingsOfProof, lineOfProof, proveReaders, sayChanged } from './prove-readers.ts'
import type { ReaderProof } from './reader-rights.ts'
import { findingOf, lineOf } from './say-told.ts'
import type { Installation } from '../installation/load-installation.ts'
import { readAsked } from '../installation/plan-of.ts'

/** `words`: the document and NAME=VALUE …; values may be missing. 0 when everything that was asked can be told, else 1. */
export async function checkLive(installation: Installation, words: string[], json: boolean): Promise<number> {
  const { procedure, values } = readAsked(installation, words, true)
  const document = join(installation.configuration.commands, `${procedure.id}.md`)
  const file = relative(process.cwd(), document) || document
  const known: Known = { procedure, values, captures: {}, targets: installation.targets }
  const context = openLiveContext(installation.configuration)
  const all: Told[] = []
  const faults: (Fault & { told: boolean })[] = []
  const proofs: ReaderProof[] = []
  let heading = -1
  try {
    proofs.push(...(await proveReaders(context, known, readersOf(installation.configuration.readers).procedures)))
    const configuration = relative(process.cwd(), installation.file) || installation.file
    faults.push(...proofs.flatMap((proof) => findingsOfProof(proof, configuration)))
    if (!json && proofs.length > 0)
      process.stdout.write(`Readers\n${proofs.map((proof) => `${showHidden(lineOfProof(proof))}\n`).join('')}`)
    for await (const told of askDocument(context, file, known)) {
      all.push(told)
      const finding = findingOf(told, file)
      if (finding) faults.push({ ...finding.fault, told: finding.told })
      if (json) continue
      const { step, title } = 'answer' in told ? told.answer : 'capture' in told ? told.capture : told.passed
      if (step !== heading) process.stdout.write(step === 0 ? `${title}\n` : `${step}. ${title}\n`)
      heading = step
      process.stdout.write(`${lineOf(told)}\n`)
    }
  } finally {
    await context.close()
  }
  const answers = all.flatMap((told) => ('answer' in told ? [told.answer] : []))
  const told = faults.every((fault) => fault.told)
  if (json) {
    const passedOver = all.flatMap((each) => ('passed' in each ? [each.passed] : []))
    process.stdout.write(
      `${JSON.stringify({ procedure: procedure.id, told, readers: proofs, answers, captures: known.captures, passedOver, faults })}\n`,
    )
    return told ? 0 : 1
  }
  const count = (which: boolean | undefined): number => answers.filter(({ answered }) => answered === which).length
  process.stdout.write(
    `${counted(count(true), 'block', 'blocks')} answered, ${count(false)} failed, ${count(undefined)} not asked, ${faults.length} to look at. ${sayChanged(proofs)}\n`,
  )
  for (const fault of faults) process.stderr.write(`${formatFault(fault)}\n`)
  return told ? 0 : 1
}
