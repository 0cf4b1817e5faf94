/** `countersign settle`: what became of a run that was lost with the engine's store. */
import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { fileOf, hashOf, openFiles, readLostRun, settledFileOf, settledOf, type Settled } from '../engine/lost/lost-runs.ts'
import { lostSentence } from '../engine/lost/show-lost.ts'
import { readRunName } from '../run/run-name.ts'
import { askEngine } from './ask-engine.ts'
import { readArguments } from './read-arguments.ts'
import { Refused } from './refused.ts'

const LONGEST_REASON = 1000

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments('settle', args)
  const [name, ...more] = positionals
  if (more.length > 0) throw new Refused('say "settle R-7 --reason …", or "settle" alone to list what is lost.', 2)
  if (name === undefined) return listLost(values.config)
  const run = readRunName(name)
  if (run === undefined)
    throw new Refused(`"${name}" is not the name of a run, e.g. R-7; "countersign settle" lists those that are lost.`, 2)
  return settle(values.config, run, (values.reason ?? '').trim())
}

async function listLost(config: string): Promise<number> {
  const lost = await askEngine(config, async (client, { auditDir, publicKeys }) => {
    const unknown: string[] = []
    for (const run of await openFiles(auditDir)) {
      if ((await settledOf(auditDir, run)) !== undefined || (await client.view(run)) !== null) continue
      unknown.push(lostSentence(await readLostRun(auditDir, run, publicKeys)))
    }
    return unknown
  })
  process.stdout.write(lost.length === 0 ? 'No run is lost.\n' : `${lost.join('\n')}\n`)
  return 0
}

async function settle(config: string, run: string, reason: string): Promise<number> {
  if (reason === '') throw new Refused(`say what became of ${run}: settle ${run} --reason "…".`, 2)
  if (reason.length > LONGEST_REASON) throw new Refused(`the reason has ${reason.length} characters; ${LONGEST_REASON} fit.`, 2)
  await askEngine(config, async (client, { auditDir }) => {
    if ((await client.view(run)) !== null) {
      throw new Refused(`${run} is not lost: the engine knows it. Go on with it where it is shown; "countersign runs" lists it.`)
    }
    if (!(await openFiles(auditDir)).includes(run)) {
      throw new Refused(
        `${run} is not lost: ${fileOf(auditDir, run)} has its end, or there is no such file. "countersign settle" lists what is.`,
      )
    }
    const before = await settledOf(auditDir, run)
    if (before !== undefined) throw new Refused(`${run} was settled by ${before.by} at ${before.at}: ${before.reason}`)
    const { username, uid } = userInfo()
    const settled: Settled = { run, by: `${username} (${uid})`, at: new Date().toISOString(), reason, file: await hashOf(auditDir, run) }
    writeFileSync(settledFileOf(auditDir, run), `${JSON.stringify(settled)}\n`, { mode: 0o600 })
    process.stdout.write(
      `${run} is settled: what it protects can be begun again. It stands in ${settledFileOf(auditDir, run)} and in its conversation.\n`,
    )
  })
  return 0
}
