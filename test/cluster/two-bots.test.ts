/** Two bots of one installation before one engine, each started as an operator starts it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countersign } from '../cli/countersign.ts'
import { writeConfiguration, addToConfiguration, type PracticeConfiguration } from '../practice/write-configuration.ts'
import { startProgram } from '../practice/program.ts'
import { startEstate, type Estate } from '../estate/estate.ts'
import { botConfiguration } from './documented.ts'
import { canMakeNodes, startNodes, type Nodes } from './nodes.ts'

describe.skipIf(!canMakeNodes)('two bots before one engine (Linux with openssl)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'two-bots-'))
  const log = join(dir, 'programs.log')
  let nodes: Nodes
  let estate: Estate
  beforeAll(async () => {
    nodes = await startNodes(1)
    estate = await startEstate({ dir: join(dir, 'estate') })
  })
  afterAll(async () => {
    await estate.close()
    await nodes.close()
    rmSync(dir, { recursive: true, force: true })
  })

  /** A configuration with that engine, in a folder of its own; `port`: of the bot's handlers. */
  async function configured(name: string, port: number): Promise<PracticeConfiguration> {
    const practice = await writeConfiguration(estate, { dir: join(dir, name), standInOnly: true })
    const { engine } = parse(botConfiguration(nodes.place, nodes.identity).replaceAll(':9080', `:${port}`)) as {
      engine: Record<string, string | string[]>
    }
    const file = (key: string) => ({ [key]: join(nodes.place.dir, String(engine[key])) })
    const [ingress, admin] = [engine['ingress']?.slice(0, 1), engine['admin']?.slice(0, 1)]
    addToConfiguration(practice, { engine: { ...engine, ingress, admin, ...file('ca'), ...file('certificate'), ...file('key') } }, {})
    return practice
  }

  test('the second is refused while the first lives; when it was cut off the second takes over, and the first, come back, ends', async () => {
    const one = await configured('one', 9080)
    const first = await startProgram(one, ['start'], log)
    // Another machine that has the same state folder, as it was.
    const two = await configured('two', 9081)
    mkdirSync(join(two.state, 'keys'), { recursive: true })
    for (const name of ['keys', 'installation.json', 'audit']) cpSync(join(one.state, name), join(two.state, name), { recursive: true })
    await expect(startProgram(two, ['start'], log)).rejects.toThrow(
      new RegExp(`A bot of this installation serves this engine already \\(process ${first.pid} on `),
    )
    // Whoever asks on the first one's machine is answered by the engine.
    expect((await countersign(['runs', '--config', one.file])).code).toBe(0)

    first.kill('SIGSTOP')
    const second = await startProgram(two, ['start'], log)
    first.kill('SIGCONT')
    await first.gone
    expect(readFileSync(log, 'utf8')).toMatch(
      new RegExp(
        `countersign start: Another bot of this installation has taken over this engine \\(process ${second.pid} on \\S+, since 20\\S+Z\\): this one ends\\.`,
      ),
    )
    await second.end()
  })

  test('every file of `engine` that cannot be read is named at once', async () => {
    const three = await configured('three', 9082)
    const text = parse(readFileSync(three.file, 'utf8')) as { engine: object }
    addToConfiguration(three, { engine: { ...text.engine, ca: 'no-ca.pem', key: 'no.key' } }, {})
    const refused = await countersign(['start', '--config', three.file])
    expect(refused).toMatchObject({
      code: 1,
      error: `countersign start: ${join(dir, 'three/no-ca.pem')} cannot be read: correct \`engine.ca\` in the configuration.\ncountersign start: ${join(dir, 'three/no.key')} cannot be read: correct \`engine.key\` in the configuration.\n`,
    })
  })
})
